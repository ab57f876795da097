/** Special functions in double precision: relative error about 1e-13, held by tests against 40-digit values. */

const HALF_LOG_2_PI = 0.918938533204672741780329736406;

/** Bernoulli numbers B(2k) / (2k (2k - 1)): Abramowitz and Stegun 6.1.41. */
const STIRLING = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156] as const;

/**
 * What Stirling's formula leaves out: log Gamma(x) - ((x - 1/2) log x - x + log sqrt(2 pi)). Below 12 by the recurrence
 * of the gamma function, from there by the asymptotic series.
 */
function stirlingError(x: number): number {
  let shifted = x;
  let error = 0;
  for (; shifted < 12; shifted += 1) error += (shifted + 0.5) * Math.log1p(1 / shifted) - 1;
  const inverse = 1 / (shifted * shifted);
  let series = 0;
  for (let term = STIRLING.length - 1; term >= 0; term--) series = series * inverse + STIRLING[term]!;
  return error + series / shifted;
}

/** log Gamma(x) for x > 0. Near 1 and 2, where it is zero, the error is absolute. */
export function logGamma(x: number): number {
  return (x - 0.5) * Math.log(x) - x + HALF_LOG_2_PI + stirlingError(x);
}

/** Gamma(x) for x > 0. */
export function gammaFunction(x: number): number {
  return Math.exp(logGamma(x));
}

/**
 * x log(x / m) + m - x without cancellation where x is near m. C. Loader, "Fast and accurate computation of binomial
 * probabilities" (2000).
 */
function deviance(x: number, m: number): number {
  if (Math.abs(x - m) >= 0.1 * (x + m)) return x * Math.log(x / m) + m - x;
  const v = (x - m) / (x + m);
  let sum = (x - m) * v;
  let term = 2 * x * v;
  for (let order = 3; ; order += 2) {
    term *= v * v;
    const next = sum + term / order;
    if (next === sum) return sum;
    sum = next;
  }
}

/** x^a exp(-x) / Gamma(a + 1), by Loader's saddle-point form; `error` is {@link stirlingError} of a. */
function poissonTerm(a: number, x: number, error: number): number {
  return Math.exp(-error - deviance(a, x)) / Math.sqrt(2 * Math.PI * a);
}

/** Both tails of one cumulative probability, so that the small one keeps its digits. */
interface Tails {
  readonly lower: number;
  readonly upper: number;
}
interface SlopedTails extends Tails {
  /** Derivative of the lower tail by the logarithm of x, or of x / (1 - x). */
  readonly slope: number;
}

const TINY = 1e-300;

/** Regularised incomplete gamma functions P (lower) and Q (upper): series below a + 1, Lentz's continued fraction above. */
function gammaTails(a: number, x: number, error = stirlingError(a)): SlopedTails {
  if (!(x > 0)) return { lower: 0, upper: 1, slope: 0 };
  if (x === Infinity) return { lower: 1, upper: 0, slope: 0 };
  const leading = poissonTerm(a, x, error);
  const slope = a * leading;
  if (x < a + 1) {
    let sum = 1;
    let term = 1;
    for (let k = 1; term > sum * 1e-17; k++) {
      term *= x / (a + k);
      sum += term;
    }
    const lower = Math.min(1, leading * sum);
    return { lower, upper: 1 - lower, slope };
  }
  // Abramowitz and Stegun 6.5.31 in its even form.
  let b = x + 1 - a;
  let c = 1 / TINY;
  let d = 1 / b;
  let fraction = d;
  for (let k = 1; k < 10_000_000; k++) {
    const numerator = k * (a - k);
    b += 2;
    d = 1 / nonZero(numerator * d + b);
    c = nonZero(b + numerator / c);
    const factor = c * d;
    fraction *= factor;
    if (Math.abs(factor - 1) < 1e-16) break;
  }
  const upper = Math.min(1, slope * fraction);
  return { lower: 1 - upper, upper, slope };
}

const nonZero = (value: number): number => (Math.abs(value) < TINY ? TINY : value);

/** P(a, x), the probability that a gamma variate of shape a > 0 and scale 1 is at most x. */
export function regularisedGammaP(a: number, x: number): number {
  return gammaTails(a, x).lower;
}

/** 1 - P(a, x), exact in the upper tail. */
export function regularisedGammaQ(a: number, x: number): number {
  return gammaTails(a, x).upper;
}

/**
 * The x with P(a, x) = p, for shape a > 0 and scale 1. Pass `upper` = 1 - p where it is known better than p. Newton's method for
 * the logarithm of the smaller tail in log x, kept inside a bracket.
 */
export function gammaQuantile(a: number, p: number, upper = 1 - p): number {
  if (!(p > 0)) return p === 0 ? 0 : NaN;
  if (!(upper > 0)) return upper === 0 ? Infinity : NaN;
  const z = p < 0.5 ? normalQuantile(p) : -normalQuantile(upper);
  const root = 1 - 1 / (9 * a) + z / (3 * Math.sqrt(a));
  const wilsonHilferty = a * root * root * root; // E. Wilson and M. Hilferty (1931)
  // There P takes long, and the approximation is good to 1e-13.
  if (a > 1e9) return wilsonHilferty;
  const smallX = (Math.log(p) + logGamma(a + 1)) / a; // P(a, x) = x^a / Gamma(a + 1) as x goes to 0
  const start = root > 0 && wilsonHilferty > 0.1 * a ? Math.log(wilsonHilferty) : smallX;
  const error = stirlingError(a);
  const logarithm = solve(start, p, upper, (t) => gammaTails(a, Math.exp(t), error));
  return Math.exp(logarithm);
}

/**
 * Finds t where a cumulative probability, rising in t, has the given tails.
 * @param evaluate the tails at t and the derivative of the lower one
 */
function solve(start: number, p: number, upper: number, evaluate: (t: number) => SlopedTails): number {
  const useLower = p <= upper;
  const target = Math.log(useLower ? p : upper);
  let low = -Infinity;
  let high = Infinity;
  let t = start;
  for (let iteration = 0; iteration < 200; iteration++) {
    const at = evaluate(t);
    const tail = useLower ? at.lower : at.upper;
    // Too far right: the lower tail is too large, or the upper one too small.
    const excess = useLower ? Math.log(tail) - target : target - Math.log(tail);
    if (excess === 0) return t;
    if (excess > 0) high = t;
    else low = t;
    let next = t - (excess * tail) / at.slope;
    const inside = next > low && next < high;
    // Newton's error is squared by each step: after one of 1e-8 there is nothing left to gain.
    if (inside && Math.abs(next - t) <= 1e-8) return next;
    if (!inside) {
      const width = Math.max(1, Math.abs(t));
      next = low === -Infinity ? high - width : high === Infinity ? low + width : low + (high - low) / 2;
      if (next === low || next === high) return next;
    }
    t = next;
  }
  return t;
}

/** x^a y^b / B(a, b) with y = 1 - x: Loader's form of the binomial probability. */
function betaTerm(a: number, b: number, x: number, y: number): number {
  const n = a + b;
  const exponent = stirlingError(n) - stirlingError(a) - stirlingError(b) - deviance(a, n * x) - deviance(b, n * y);
  return Math.exp(exponent) * Math.sqrt((a * b) / (2 * Math.PI * n));
}

/** Regularised incomplete beta function of x, and of y = 1 - x, by Lentz's continued fraction (Abramowitz and Stegun 26.5.8). */
function betaTails(a: number, b: number, x: number, y: number): Tails {
  if (!(x > 0)) return { lower: 0, upper: 1 };
  if (!(y > 0)) return { lower: 1, upper: 0 };
  if (x > (a + 1) / (a + b + 2)) {
    const { lower, upper } = betaTails(b, a, y, x);
    return { lower: upper, upper: lower };
  }
  let c = 1;
  let d = 1 / nonZero(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let k = 1; k < 10_000_000; k++) {
    const even = (k * (b - k) * x) / ((a + 2 * k - 1) * (a + 2 * k));
    d = 1 / nonZero(1 + even * d);
    c = nonZero(1 + even / c);
    fraction *= c * d;
    const odd = (-(a + k) * (a + b + k) * x) / ((a + 2 * k) * (a + 2 * k + 1));
    d = 1 / nonZero(1 + odd * d);
    c = nonZero(1 + odd / c);
    fraction *= c * d;
    if (Math.abs(c * d - 1) < 1e-16) break;
  }
  const lower = Math.min(1, (betaTerm(a, b, x, y) * fraction) / a);
  return { lower, upper: 1 - lower };
}

/** I_x(a, b), the probability that a beta variate of shapes a, b > 0 is at most x. */
export function regularisedBeta(a: number, b: number, x: number): number {
  return betaTails(a, b, x, 1 - x).lower;
}

/** The x with I_x(a, b) = p. */
export function betaQuantile(a: number, b: number, p: number): number {
  if (!(p > 0 && p < 1)) return p === 0 || p === 1 ? p : NaN;
  return 1 / (1 + Math.exp(-betaLogit(a, b, p, 1 - p)));
}

/** log(x / (1 - x)) of the beta quantile x: exact at both ends. */
function betaLogit(a: number, b: number, p: number, upper: number): number {
  return solve(Math.log(a / b), p, upper, (t) => {
    const x = 1 / (1 + Math.exp(-t));
    const y = 1 / (1 + Math.exp(t));
    return { ...betaTails(a, b, x, y), slope: x > 0 && y > 0 ? betaTerm(a, b, x, y) : 0 };
  });
}

/** Quantile of Student's t with `df` > 0 degrees of freedom, through the beta distribution (Abramowitz and Stegun 26.7.1). */
export function studentQuantile(p: number, df: number): number {
  if (!(p > 0 && p < 1)) return p === 0 ? -Infinity : p === 1 ? Infinity : NaN;
  if (p === 0.5) return 0;
  const z = normalQuantile(p);
  if (df > 1e6 && Math.abs(z) < 8) {
    // Abramowitz and Stegun 26.7.5: the rest is of order df^-3.
    const square = z * z;
    return z + (z * (square + 1)) / (4 * df) + (z * (5 * square * square + 16 * square + 3)) / (96 * df * df);
  }
  const tail = Math.min(p, 1 - p);
  const logit = betaLogit(df / 2, 0.5, 2 * tail, 1 - 2 * tail);
  const t = Math.sqrt(df) * Math.exp(-logit / 2);
  return p < 0.5 ? -t : t;
}

/** Probability that a standard normal variate is at most x. */
export function normalCumulative(x: number): number {
  const { lower, upper } = gammaTails(0.5, (x * x) / 2);
  return x < 0 ? upper / 2 : 0.5 + lower / 2;
}

/**
 * Quantile of the standard normal distribution: M. Wichura, "Algorithm AS 241", Applied Statistics 37 (1988), PPND16.
 * Relative error about 1e-16.
 */
export function normalQuantile(p: number): number {
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q;
    return (
      (q *
        (((((((2.5090809287301226727e3 * r + 3.3430575583588128105e4) * r + 6.7265770927008700853e4) * r +
          4.5921953931549871457e4) *
          r +
          1.3731693765509461125e4) *
          r +
          1.9715909503065514427e3) *
          r +
          1.3314166789178437745e2) *
          r +
          3.387132872796366608)) /
      (((((((5.226495278852854561e3 * r + 2.8729085735721942674e4) * r + 3.930789580009271061e4) * r +
        2.1213794301586595867e4) *
        r +
        5.3941960214247511077e3) *
        r +
        6.871870074920579083e2) *
        r +
        4.2313330701600911252e1) *
        r +
        1)
    );
  }
  const tail = q < 0 ? p : 1 - p;
  if (!(tail > 0)) return tail === 0 ? (q < 0 ? -Infinity : Infinity) : NaN;
  let r = Math.sqrt(-Math.log(tail));
  let value: number;
  if (r <= 5) {
    r -= 1.6;
    value =
      (((((((7.7454501427834140764e-4 * r + 2.27238449892691845833e-2) * r + 2.4178072517745061177e-1) * r +
        1.27045825245236838258) *
        r +
        3.64784832476320460504) *
        r +
        5.7694972214606914055) *
        r +
        4.6303378461565452959) *
        r +
        1.42343711074968357734) /
      (((((((1.05075007164441684324e-9 * r + 5.475938084995344946e-4) * r + 1.51986665636164571966e-2) * r +
        1.4810397642748007459e-1) *
        r +
        6.8976733498510000455e-1) *
        r +
        1.6763848301838038494) *
        r +
        2.05319162663775882187) *
        r +
        1);
  } else {
    r -= 5;
    value =
      (((((((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r + 1.2426609473880784386e-3) * r +
        2.6532189526576123093e-2) *
        r +
        2.9656057182850489123e-1) *
        r +
        1.7848265399172913358) *
        r +
        5.4637849111641143699) *
        r +
        6.6579046435011037772) /
      (((((((2.04426310338993978564e-15 * r + 1.4215117583164458887e-7) * r + 1.8463183175100546818e-5) * r +
        7.868691311456132591e-4) *
        r +
        1.48753612908506148525e-2) *
        r +
        1.3692988092273580531e-1) *
        r +
        5.9983220655588793769e-1) *
        r +
        1);
  }
  return q < 0 ? -value : value;
}
