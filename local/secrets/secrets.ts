import { randomUUID } from 'node:crypto';
import { createInputReader, refuseUnknown, routeByTarget } from '../bus/wire-input.ts';
import { forgetful } from '../keeping/forgetful.ts';
import type { Ask, Clock, JsonObject, Keeping, SecretModel, Shelf, StandIn, WireAnswer } from '../model.ts';
import { WireFault } from '../model.ts';

export type SecretsOptions = {
  readonly clock: Pick<Clock, 'now'>;
  readonly region: string;
  readonly accountId: string;
  /** The secrets of the template with the values they begin with. */
  readonly secrets: readonly SecretModel[];
  /** @default nothing is kept */
  readonly keeping?: Keeping | undefined;
};

export type Secrets = { readonly standIn: StandIn };

/** One value of a secret; `at` in epoch milliseconds. */
type Version = { readonly id: string; readonly value: string; readonly at: number };
type Secret = { readonly name: string; readonly arn: string; readonly versions: Version[] };

/** Of a secret's value, in bytes (Secrets Manager, "Secret value size"). */
const maxBytes = 65_536;

const reader = createInputReader(
  (name, reason) => new WireFault(400, 'ValidationException', `Value at '${name}' is not valid: ${reason}.`),
);

/** A secret by its name or whole arn; the arn without its six random characters is not taken. */
class Safe {
  readonly #secrets: readonly Secret[];
  readonly #kept: Shelf<string>;
  readonly #options: SecretsOptions;

  constructor(options: SecretsOptions) {
    const at = options.clock.now();
    const { keeping = forgetful } = options;
    this.#options = options;
    this.#kept = keeping.shelf('secrets');
    this.#secrets = options.secrets.map(({ name, arn, value }) => ({
      name,
      arn,
      versions: [{ id: randomUUID(), value, at }],
    }));
  }

  arnOf(id: string): string {
    const { region, accountId } = this.#options;
    if (id.startsWith('arn:')) return id;
    return this.#find(id)?.arn ?? `arn:aws:secretsmanager:${region}:${accountId}:secret:${id}`;
  }

  read(input: JsonObject): JsonObject {
    refuseUnknown('Secrets Manager GetSecretValue', input, ['SecretId', 'VersionStage']);
    const stage = reader.optionalText(input, 'VersionStage') ?? 'AWSCURRENT';
    const { name, arn, versions } = this.#get(input);
    const version = versions[['AWSCURRENT', 'AWSPREVIOUS'].indexOf(stage)];
    if (version === undefined) throw notFound(`Secrets Manager can't find the specified secret value for ${stage}`);
    return {
      ARN: arn,
      Name: name,
      VersionId: version.id,
      SecretString: version.value,
      VersionStages: [stage],
      CreatedDate: version.at / 1000,
    };
  }

  put(input: JsonObject): JsonObject {
    refuseUnknown('Secrets Manager PutSecretValue', input, ['SecretId', 'SecretString', 'ClientRequestToken']);
    const value = reader.text(input, 'SecretString');
    if (Buffer.byteLength(value) > maxBytes)
      throw new WireFault(400, 'ValidationException', `A secret has at most ${maxBytes} bytes.`);
    const id = reader.optionalText(input, 'ClientRequestToken') ?? randomUUID();
    const { name, arn, versions } = this.#get(input);
    const same = versions.find((version) => version.id === id);
    if (same && same.value !== value)
      throw new WireFault(400, 'ResourceExistsException', 'This token made another version already.');
    if (!same) {
      versions.unshift({ id, value, at: this.#options.clock.now() });
      this.#kept.put(name, value);
    }
    return { ARN: arn, Name: name, VersionId: id, VersionStages: ['AWSCURRENT'] };
  }

  #find(id: string): Secret | undefined {
    return this.#secrets.find(({ name, arn }) => name === id || arn === id);
  }

  #get(input: JsonObject): Secret {
    const found = this.#find(reader.text(input, 'SecretId'));
    if (!found) throw notFound("Secrets Manager can't find the specified secret.");
    return found;
  }
}

const notFound = (message: string): WireFault => new WireFault(400, 'ResourceNotFoundException', message);

/** Secrets Manager for text secrets of the template: reading the current or previous value, and putting in a new one. */
export function createSecrets(options: SecretsOptions): Secrets {
  const safe = new Safe(options);
  const operations: Readonly<Record<string, (input: JsonObject) => JsonObject>> = {
    GetSecretValue: (input) => safe.read(input),
    PutSecretValue: (input) => safe.put(input),
  };
  return {
    standIn: {
      service: 'secretsmanager',
      protocol: 'json',
      route: (request) => routeByTarget(request, 'secretsmanager', (operation) => operation in operations),
      asks: (operation, input): Ask[] => [
        { action: `secretsmanager:${operation}`, resource: safe.arnOf(reader.text(input, 'SecretId')) },
      ],
      async perform({ operation, input }): Promise<WireAnswer> {
        const body = operations[operation]?.(input);
        return body === undefined ? { status: 501 } : { body };
      },
    },
  };
}
