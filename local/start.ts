// `npm start`. Nothing is imported before the version is known to understand the rest.
const neededMajor = 24;

if (Number.parseInt(process.versions.node, 10) < neededMajor) {
  console.error(`Rostrum needs Node ${neededMajor}; this is ${process.version}. Start it with "npm start".`);
  process.exitCode = 1;
} else {
  const { runStart } = await import('./starting/run.ts');
  await runStart();
}
