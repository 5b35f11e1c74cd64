import type { Pass } from '../../test/synthetic-client/session.ts';
import { joinAudio, type SyntheticClient } from '../../test/synthetic-client.ts';
import { type AudioServer, startAudioServer } from './audio-server.ts';
import type { Bench, Figure, Row } from './figure.ts';
import { mean, quantile } from './quantile.ts';

/** Figures of the audio design: join 95 to 280 ms, mouth to ear 100 to 190 ms, 0.55 to 0.7 % of a core per listener from 50 on. */
const most = { joinMilliseconds: 280, mouthToEarMilliseconds: 190, percentPerListener: 0.7 };
const tones = [440, 1000, 1700];
const arrivalsAtOnce = 5;

type Plan = { readonly crowds: readonly number[]; readonly trials: number; readonly windowMilliseconds: number };
const plans: Readonly<Record<'short' | 'full', Plan>> = {
  short: { crowds: [50], trials: 5, windowMilliseconds: 4000 },
  full: { crowds: [50, 100], trials: 20, windowMilliseconds: 15_000 },
};

/** Sound through the local media server, with synthetic clients: how soon, how late, at what price. */
export const audio: Bench = {
  name: 'audio',
  async run({ isShort }) {
    const plan = plans[isShort ? 'short' : 'full'];
    const service = await startAudioServer();
    const clients: SyntheticClient[] = [];
    try {
      return {
        name: 'audio',
        title: 'Audio: the local media server',
        rowsAre: 'listeners',
        notes: [
          'Three people speak on the primary, listeners sit in a replica and send silence as browsers do; the server is a process of its own, the clients share the other core. Join and mouth to ear are measured before the crowd comes, one after the other. A synthetic ear has no jitter buffer: a browser adds its own. Below 48 packets a second the machine was too busy for the figures to mean anything.',
        ],
        rows: await rowsOf(service, plan, clients),
      };
    } finally {
      for (const client of clients) client.leave();
      await service.close();
    }
  },
};

async function rowsOf(service: AudioServer, plan: Plan, clients: SyntheticClient[]): Promise<Row[]> {
  const room = await service.open(tones.length, Math.max(...plan.crowds));
  const waiting = [...room.listeners];
  const speakers = await arrive(room.speakers, 1);
  const early = await arrive(waiting.splice(0, plan.trials), 1);
  clients.push(...speakers, ...early);
  const arrival = [...joinFigures(early), ...(await delayFigures(speakers, early, plan.trials))];
  for (const [at, speaker] of speakers.entries()) speaker.play(tones[at]);
  const listeners = [...early];
  const rows: Row[] = [];
  for (const size of plan.crowds) {
    const late = await arrive(waiting.splice(0, size - listeners.length), arrivalsAtOnce);
    clients.push(...late);
    listeners.push(...late);
    rows.push({ name: String(size), figures: [...(await priceOf(service, listeners, plan)), ...arrival] });
  }
  return rows;
}

async function arrive(passes: readonly Pass[], atOnce: number): Promise<SyntheticClient[]> {
  const clients: SyntheticClient[] = [];
  for (let at = 0; at < passes.length; at += atOnce) {
    const some = passes.slice(at, at + atOnce);
    clients.push(...(await Promise.all(some.map((pass) => joinAudio(pass, { toneHertz: 0 })))));
  }
  return clients;
}

function joinFigures(clients: readonly SyntheticClient[]): Figure[] {
  const times = clients.map(({ joinMilliseconds }) => joinMilliseconds);
  const budget = { most: most.joinMilliseconds, isFirm: false };
  return [
    { label: 'join p50, ms', value: quantile(times, 0.5), budget },
    { label: 'join max, ms', value: Math.max(...times), budget },
  ];
}

/** From the microphone to the first loud packet at the ear. */
async function delayFigures(
  [speaker]: readonly SyntheticClient[],
  [ear]: readonly SyntheticClient[],
  trials: number,
): Promise<Figure[]> {
  const times: number[] = [];
  for (let trial = 0; trial < trials && speaker && ear; trial += 1) {
    const startedAt = performance.now();
    speaker.play(440);
    while (ear.loudness(20) < 0.05 && performance.now() - startedAt < 2000) await pause(2);
    times.push(performance.now() - startedAt);
    speaker.play(0);
    await pause(400);
  }
  const budget = { most: most.mouthToEarMilliseconds, isFirm: false };
  return [
    { label: 'mouth to ear p50, ms', value: quantile(times, 0.5), budget },
    { label: 'mouth to ear max, ms', value: Math.max(...times), budget },
  ];
}

async function priceOf(service: AudioServer, listeners: readonly SyntheticClient[], plan: Plan): Promise<Figure[]> {
  await pause(1500);
  const percent = (100 * (await service.share(plan.windowMilliseconds))) / listeners.length;
  const perCore = 100 / percent;
  return [
    { label: '% of a core each', value: percent, budget: { most: most.percentPerListener, isFirm: false } },
    { label: 'listeners per core', value: Math.floor(perCore) },
    { label: 'packets/s heard', value: mean(listeners.map((listener) => listener.packets(1000))) },
  ];
}

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));
