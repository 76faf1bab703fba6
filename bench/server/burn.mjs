// Uses a share of one processor until its parent goes: what a load generator takes away, without a load.
const share = Number(process.argv[2]);
const sliceMs = 10;

process.on('disconnect', () => process.exit(0));
process.send?.({ ready: true });
burn();

function burn() {
  const start = performance.now();
  const before = process.cpuUsage();
  // By processor time, not by the clock: on a busy machine it gets what it would have used, as the generator does.
  while (usedMs(before) < share * sliceMs && performance.now() - start < 10 * sliceMs);
  const rest = Math.max(0, sliceMs - (performance.now() - start));
  setTimeout(burn, rest);
}

/** @param {NodeJS.CpuUsage} before */
function usedMs(before) {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
