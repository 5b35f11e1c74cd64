/** How `npm start` was asked to start. */
export type Settings = {
  readonly port: number;
  readonly hasDemo: boolean;
  readonly configFile?: string;
  readonly keepIn?: string;
};

type Environment = Readonly<Record<string, string | undefined>>;

function readPort(given: string | undefined): number {
  if (given === undefined || given === '') return 4000;
  const port = Number(given);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error(`PORT must be a port number, not "${given}".`);
  return port;
}

/** Reads arguments and environment; throws with a sentence for people about what cannot be done. */
export function readSettings(given: readonly string[], environment: Environment): Settings {
  const unknown = given.filter((argument) => argument !== '--no-demo');
  if (unknown.length > 0) throw new Error(`Rostrum does not know ${unknown.join(', ')}; it knows --no-demo.`);
  const { PORT, ROSTRUM_CONFIG, ROSTRUM_DATA } = environment;
  return {
    port: readPort(PORT),
    hasDemo: !given.includes('--no-demo'),
    ...(ROSTRUM_CONFIG && { configFile: ROSTRUM_CONFIG }),
    ...(ROSTRUM_DATA && { keepIn: ROSTRUM_DATA }),
  };
}
