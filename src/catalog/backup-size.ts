export function backupGib(
  s: { dataGib: number; changeGibPerDay: number; walGibPerDay: number; retentionDays: number },
  days: number,
): number {
  const kept = Math.min(days, s.retentionDays);
  return s.dataGib + kept * (s.changeGibPerDay + s.walGibPerDay);
}
export function billedGib(size: number, provisioned: number, geo: boolean): number {
  return Math.max(0, (geo ? 2 : 1) * size - provisioned);
}
