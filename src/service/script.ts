import type { Simulation, Stream, Timer } from '../engine/index.ts';
import type { Sampler } from '../distributions/distribution.ts';
import { causeId } from '../vocabulary/causes.ts';
import type { Fault, Operation, Scenario } from '../scenario/scenario.ts';
import type { Operations } from './operations.ts';
import { Parameters } from './parameters.ts';
import type { Server } from './server.ts';

/** At one instant faults come before operations, and operations before what was planned in the run. */
const FAULT_PRIORITY = -20;
const OPERATION_PRIORITY = -10;

/** One step of the customer's plan: an operation, or a start or stop by the schedule. */
interface PlannedStep {
  readonly at: number;
  readonly act: (operations: Operations) => void;
}

/** What the scenario lays down for every replication: scripted faults, planned operations, and the running schedule. */
export class Script {
  /** The schedule has the server running at the start. */
  readonly runsAtStart: boolean;
  readonly restop: boolean;
  private nextFault = 0;
  private nextStep = 0;
  private readonly faults: readonly Fault[];
  private readonly steps: readonly PlannedStep[];
  private readonly faultTimer: Timer;
  private readonly stepTimer: Timer;
  private readonly server: Server;
  private readonly durations: Record<'storageOutage' | 'zoneOutage' | 'regionOutage', Sampler>;
  private readonly stream: Stream;

  constructor(simulation: Simulation, scenario: Scenario, server: Server) {
    const parameters = new Parameters(scenario);
    const horizon = scenario.simulation.endMs - scenario.simulation.startMs;
    this.server = server;
    this.faults = scenario.faults;
    this.restop = scenario.schedule?.restop ?? false;
    this.runsAtStart = scenario.schedule === null || scenario.schedule.running[0]?.from === 0;
    this.steps = [...scenario.operations.map(operationStep), ...scheduleSteps(scenario, horizon)].sort(
      (left, right) => left.at - right.at,
    );
    this.stream = simulation.stream('script', 'duration');
    this.durations = {
      storageOutage: parameters.sampler('storageOutage.duration'),
      zoneOutage: parameters.sampler('zoneOutage.duration'),
      regionOutage: parameters.sampler('regionOutage.duration'),
    };
    this.faultTimer = simulation.timer(
      'scripted fault',
      () => {
        const fault = this.faults[this.nextFault++]!;
        // The next first: what follows from this one may go in one step, if nothing else is planned.
        this.plan();
        this.strike(fault);
      },
      { priority: FAULT_PRIORITY },
    );
    this.stepTimer = simulation.timer(
      'planned operation',
      () => {
        this.steps[this.nextStep++]!.act(this.server.operations);
        this.plan();
      },
      { priority: OPERATION_PRIORITY },
    );
  }

  reset(): void {
    this.nextFault = 0;
    this.nextStep = 0;
    this.plan();
  }

  private plan(): void {
    const fault = this.faults[this.nextFault];
    const step = this.steps[this.nextStep];
    if (fault !== undefined) this.faultTimer.at(fault.at);
    if (step !== undefined) this.stepTimer.at(step.at);
  }

  private strike(fault: Fault): void {
    const { incidents, parts } = this.server;
    const slot = parts.deployment.slotOf(fault.target ?? 'primary');
    const duration = (kind: 'storageOutage' | 'zoneOutage' | 'regionOutage'): number =>
      fault.durationMs ?? Math.round(this.stream.draw(this.durations[kind]));
    switch (fault.type) {
      case 'engineCrash':
      case 'vmCrash':
      case 'hostFailure':
        if (slot >= 0) incidents.failNode(slot, fault.type, causeId(fault.type), fault.durationMs);
        break;
      case 'standbyFailure': {
        const standby = parts.deployment.slotOf('standby');
        if (standby >= 0) incidents.failNode(standby, 'hostFailure', causeId('standbyFailure'), fault.durationMs);
        break;
      }
      case 'storageLoss':
        if (slot >= 0) incidents.destroyStorage(slot);
        break;
      case 'storageOutage':
        if (slot >= 0) incidents.loseStorageReach(slot, duration('storageOutage'));
        break;
      case 'zoneOutage': {
        const zone = parts.deployment.zoneIndex(fault.zone);
        if (zone >= 0) incidents.zoneFails(zone, duration('zoneOutage'));
        break;
      }
      case 'regionOutage':
        incidents.regionFails(duration('regionOutage'));
        break;
      case 'mistake':
        // Only who works on a serving database can damage it.
        if (parts.condition.answers) parts.mistake.occur();
        break;
      case 'keyLoss':
        parts.deployment.key.lose(fault.durationMs);
        break;
      case 'certificateRotation':
        parts.certificate.rotate(fault.durationMs);
        break;
      case 'networkRule':
        parts.networkRule.block(fault.durationMs);
        break;
    }
  }
}

function operationStep(operation: Operation): PlannedStep {
  const acts: Record<Operation['type'], PlannedStep['act']> = {
    restart: (operations) => operations.restart(),
    plannedFailover: (operations) => operations.fail(false),
    forcedFailover: (operations) => operations.fail(true),
    stop: (operations) => operations.stop(),
    start: (operations) => operations.start(),
  };
  return { at: operation.at, act: acts[operation.type] };
}

function scheduleSteps(scenario: Scenario, horizon: number): PlannedStep[] {
  const { schedule } = scenario;
  if (schedule === null) return [];
  const steps: PlannedStep[] = [];
  for (const { from, to } of schedule.running) {
    if (from > 0) steps.push({ at: from, act: (operations) => operations.wantStopped(false, schedule.restop) });
    if (to < horizon) steps.push({ at: to, act: (operations) => operations.wantStopped(true, schedule.restop) });
  }
  return steps;
}
