import type { FaultMode, Json, JsonObject } from '../model.ts';
import { createChance } from './chance.ts';
import { faultServices, unsuitable } from './suitable.ts';

/** A fault as asked for. Without an operation it strikes every operation of the service; `timesLeft` may be infinite. */
export type Fault = {
  readonly service: string;
  readonly operation?: string;
  readonly mode: FaultMode;
  readonly delaySeconds?: number;
  readonly probability: number;
  readonly chance: () => number;
  timesLeft: number;
};

/** The fault asked for makes no sense; `param` names the field. */
export class InvalidFault extends Error {
  readonly param: string;
  constructor(param: string, message: string) {
    super(`${param} ${message}`);
    this.param = param;
  }
}

const modes: readonly FaultMode[] = [
  'fail-before',
  'apply-then-fail',
  'delay',
  'throttle',
  'duplicate',
  'drop',
  'reorder',
  'conflict',
];
const fields = ['service', 'operation', 'mode', 'times', 'probability', 'seed', 'delaySeconds'];

function readChoice<T extends string>(raw: JsonObject, param: string, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === raw[param]);
  if (!found) throw new InvalidFault(param, `must be one of ${choices.join(', ')}`);
  return found;
}

function readNumber(
  raw: JsonObject,
  param: string,
  isFine: (value: number) => boolean,
  rule: string,
): number | undefined {
  const value: Json | undefined = raw[param];
  if (value === undefined) return undefined;
  if (typeof value !== 'number' || !isFine(value)) throw new InvalidFault(param, `must be ${rule}`);
  return value;
}

function readOperation(raw: JsonObject): string | undefined {
  const operation = raw['operation'];
  if (operation === undefined) return undefined;
  if (typeof operation !== 'string' || operation === '')
    throw new InvalidFault('operation', 'must be the name of a call');
  return operation;
}

/** Reads a fault and refuses, by name, what makes no sense: once unless `times` or `probability` is given; the same seed strikes the same calls. */
export function readFault(raw: JsonObject): Fault {
  const stranger = Object.keys(raw).find((field) => !fields.includes(field));
  if (stranger) throw new InvalidFault(stranger, 'is not a field of a fault');
  const times = readNumber(raw, 'times', (value) => Number.isInteger(value) && value > 0, 'a whole number above 0');
  const probability = readNumber(raw, 'probability', (value) => value > 0 && value <= 1, 'above 0 and at most 1');
  const seed = readNumber(raw, 'seed', Number.isInteger, 'a whole number') ?? 1;
  const delaySeconds = readNumber(raw, 'delaySeconds', (value) => value >= 0 && value <= 60, 'from 0 to 60 seconds');
  const operation = readOperation(raw);
  const service = readChoice(raw, 'service', faultServices);
  const mode = readChoice(raw, 'mode', modes);
  const refusal = unsuitable(service, mode, operation);
  if (refusal !== undefined) throw new InvalidFault('mode', refusal);
  return {
    service,
    mode,
    ...(operation === undefined ? {} : { operation }),
    ...(delaySeconds === undefined ? {} : { delaySeconds }),
    probability: probability ?? 1,
    chance: createChance(seed),
    timesLeft: times ?? (probability === undefined ? 1 : Number.POSITIVE_INFINITY),
  };
}
