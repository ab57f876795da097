import type { Simulation, Stream, Timer } from '../engine/index.ts';
import type { Sampler } from '../distributions/distribution.ts';
import { causeId, DISRUPTION_CLASSES } from '../vocabulary/causes.ts';
import type { Hazard, Hazards } from './hazard.ts';
import { Machine, type MachineDefinition, type TransitionListener } from './machine.ts';
import type { Parameters } from './parameters.ts';
import type { People } from './people.ts';

/**
 * The certificate that the server shows. When the service rotates it, clients that trust the chain notice nothing; those that have pinned an
 * intermediate or a server certificate refuse the new one until people have mended them. Some of the clients: the service is Degraded; all
 * of them: it is Down for clients, while the server answers. (Service documentation, TLS.)
 */
export const CERTIFICATE = {
  name: 'certificate',
  states: ['Trusted', 'Refused'],
  transitions: [
    { from: 'Trusted', to: 'Refused', on: 'rotated, and some clients have pinned the old one' },
    { from: 'Refused', to: 'Trusted', on: 'people have mended the clients' },
  ],
} as const satisfies MachineDefinition;

const TRUSTED = 0;
const REFUSED = 1;
const SECURITY = DISRUPTION_CLASSES.indexOf('security');
export const CERTIFICATE_ROTATION = causeId('certificateRotation');

export interface CertificateOwner {
  clientsRefuse(detectTicks: number, decideTicks: number): void;
  clientsMended(): void;
}

export class Certificate {
  /** Tick of the rotation that clients refuse. */
  since = 0;
  detectTicks = 0;
  decideTicks = 0;
  /** Share of the clients that pin. */
  readonly pinned: number;
  private readonly machine: Machine;
  private readonly simulation: Simulation;
  private readonly owner: CertificateOwner;
  private readonly people: People;
  private readonly hazard: Hazard | null;
  private readonly mended: Timer;
  private readonly fix: Sampler;
  private readonly stream: Stream;

  constructor(
    simulation: Simulation,
    parameters: Parameters,
    hazards: Hazards,
    people: People,
    owner: CertificateOwner,
    listeners: TransitionListener[],
  ) {
    this.simulation = simulation;
    this.owner = owner;
    this.people = people;
    this.pinned = parameters.probability('client.pinnedCertificates.probability');
    this.machine = new Machine(simulation, CERTIFICATE, 'certificate', listeners);
    this.fix = parameters.sampler('certificate.fix.duration');
    this.stream = simulation.stream('certificate', 'fix');
    this.mended = simulation.timer('clients mended', () => {
      this.machine.go(TRUSTED);
      owner.clientsMended();
    });
    const every = this.pinned > 0 ? parameters.distribution('certificateRotation.every') : ({ kind: 'never' } as const);
    this.hazard = hazards.create('certificate', 'certificateRotation', every, () => {
      this.rotate(null);
      this.hazard!.expose(true);
    });
  }

  reset(): void {
    this.machine.reset();
    this.hazard?.expose(true);
  }

  /** Some clients refuse it, or all. */
  get refused(): boolean {
    return this.machine.state === REFUSED;
  }

  get refusedByAll(): boolean {
    return this.machine.state === REFUSED && this.pinned === 1;
  }

  /** Rotated; `mendTicks` replaces the time until people have mended the clients. They mend one and all: a second rotation meanwhile adds nothing. */
  rotate(mendTicks: number | null): void {
    const detect = this.people.detectTicks(SECURITY);
    const decide = this.people.decideTicks(SECURITY);
    const fix = Math.round(this.stream.draw(this.fix));
    if (this.pinned === 0 || this.refused) return;
    this.machine.go(REFUSED);
    this.since = this.simulation.now;
    this.detectTicks = mendTicks === null ? detect : 0;
    this.decideTicks = mendTicks === null ? decide : 0;
    this.mended.after(mendTicks ?? detect + decide + fix);
    this.owner.clientsRefuse(this.detectTicks, this.decideTicks);
  }
}
