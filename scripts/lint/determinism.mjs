// Two bans that no shipped rule has: `**` (its last bit differs between Node versions) and `new Date` (the wall clock).
const report = (context, node, message) => context.report({ node, message });

export default {
  meta: { name: 'determinism' },
  rules: {
    'no-power-operator': {
      create: (context) => ({
        BinaryExpression(node) {
          if (node.operator === '**') report(context, node, 'x ** y differs between Node versions: multiply instead');
        },
        AssignmentExpression(node) {
          if (node.operator === '**=') report(context, node, 'x **= y differs between Node versions: multiply instead');
        },
      }),
    },
    'no-new-date': {
      create: (context) => ({
        NewExpression(node) {
          if (node.callee.type === 'Identifier' && node.callee.name === 'Date') {
            report(context, node, 'no wall clock and no Date below the command line: use units/calendar.ts');
          }
        },
      }),
    },
  },
};
