import { type Blocker, type BlockerCount, earliest } from './blocker.ts';
import type { ComputeNode } from './compute-node.ts';
import type { Key } from './key.ts';
import type { Place } from './place.ts';
import type { Storage } from './storage.ts';

/**
 * Where the server stands: a node and its storage in slot A and, with HA, in slot B; the zones of the slots, the region;
 * and which slot is the primary. Failovers swap the roles, never the places.
 */
export class Deployment {
  primary = 0;
  readonly nodes: readonly ComputeNode[];
  readonly storages: readonly Storage[];
  readonly zones: readonly Place[];
  readonly zoneNames: readonly string[];
  /** Index of the zone of each slot. */
  readonly zoneOf: readonly number[];
  readonly region: Place;
  /** Down while a bad rollout is out on all servers. */
  readonly fleet: Place;
  readonly key: Key;
  readonly controlPlane: Place;
  /** Reasons for which the platform of a slot cannot serve. */
  private readonly blockers: readonly (readonly Blocker[])[];
  private readonly blocked: BlockerCount;

  constructor(
    nodes: readonly ComputeNode[],
    storages: readonly Storage[],
    zones: readonly Place[],
    zoneNames: readonly string[],
    zoneOf: readonly number[],
    region: Place,
    fleet: Place,
    key: Key,
    controlPlane: Place,
    blocked: BlockerCount,
  ) {
    this.nodes = nodes;
    this.storages = storages;
    this.zones = zones;
    this.zoneNames = zoneNames;
    this.zoneOf = zoneOf;
    this.region = region;
    this.fleet = fleet;
    this.key = key;
    this.controlPlane = controlPlane;
    this.blocked = blocked;
    this.blockers = nodes.map((node, slot) => [
      region.blocker,
      fleet.blocker,
      key.blocker,
      zones[zoneOf[slot]!]!.blocker,
      storages[slot]!.unreachable,
      storages[slot]!.lost,
      node.blocker,
    ]);
  }

  reset(): void {
    this.primary = 0;
    for (const node of this.nodes) node.reset();
    for (const storage of this.storages) storage.reset();
    for (const zone of this.zones) zone.reset();
    this.region.reset();
    this.fleet.reset();
    this.key.reset();
    this.controlPlane.reset();
  }

  get primaryNode(): ComputeNode {
    return this.nodes[this.primary]!;
  }

  get primaryStorage(): Storage {
    return this.storages[this.primary]!;
  }

  /** Slot of the standby; there is one with HA only. */
  get other(): number {
    return 1 - this.primary;
  }

  /** The clocks of a node run faster, for it has failed of late. */
  get hastened(): boolean {
    if (!this.nodes[0]!.repeats) return false;
    return this.nodes.some((node) => node.hastened);
  }

  /** Nothing is down, neither on the primary's side nor on the standby's. */
  get nothingDown(): boolean {
    return this.blocked.active === 0;
  }

  /** Why the primary's platform does not serve; null when it does. */
  platformBlocker(): Blocker | null {
    return this.blocked.active === 0 ? null : earliest(this.blockers[this.primary]!);
  }

  /** Blockers of a slot's platform, for the composition. */
  blockersOf(slot: number): readonly Blocker[] {
    return this.blockers[slot]!;
  }

  /** Neither the region nor the software of the fleet is down, nor is the key gone. */
  get everywhereUp(): boolean {
    return this.region.up && this.fleet.up && this.key.usable;
  }

  zoneUp(slot: number): boolean {
    return this.zones[this.zoneOf[slot]!]!.up;
  }

  /** The standby's node, storage, zone and region are there, and its software works. */
  standbyPresent(): boolean {
    const slot = this.other;
    const storage = this.storages[slot]!;
    return (
      this.nodes[slot]!.running &&
      !storage.unreachable.active &&
      !storage.lost.active &&
      this.zoneUp(slot) &&
      this.everywhereUp
    );
  }

  /** Slot of the primary or the standby; -1 for a standby that the server does not have. */
  slotOf(role: 'primary' | 'standby'): number {
    if (role === 'primary') return this.primary;
    return this.nodes.length > 1 ? this.other : -1;
  }

  /** Index of a zone by name, the primary's for null; -1 when nothing of this server is in it. */
  zoneIndex(name: string | null): number {
    return name === null ? this.zoneOf[this.primary]! : this.zoneNames.indexOf(name);
  }
}
