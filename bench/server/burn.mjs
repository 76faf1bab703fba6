// Uses a share of one processor until its parent disconnects, as a load generator would, but without sending requests.
const share = Number(process.argv[2]);
const sliceMs = 10;

process.on('disconnect', () => process.exit(0));
process.send?.({ ready: true });
burn();

function burn() {
  const start = performance.now();
  const before = process.cpuUsage();
  // The target is processor time, not wall time. On a busy machine, both this process and the load generator take longer for it.
  while (usedMs(before) < share * sliceMs && performance.now() - start < 10 * sliceMs);
  const rest = Math.max(0, sliceMs - (performance.now() - start));
  setTimeout(burn, rest);
}

/** @param {NodeJS.CpuUsage} before */
function usedMs(before) {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
