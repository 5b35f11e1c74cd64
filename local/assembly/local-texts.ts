import type { Json } from '../model.ts';
import type { Place } from './addresses.ts';
import { mapTexts } from './json.ts';

type Change = (text: string) => string;

/** Texts that build a user pool's issuer out of its id lead to the local issuer. */
function toLocalIssuer({ region, issuer }: Place): Change {
  const pools = new RegExp(`https://cognito-idp\\.${region}\\.amazonaws\\.com/${region}_[0-9a-f]{9}`, 'g');
  return (text) => text.replaceAll(pools, issuer);
}

/** Addresses that the template builds out of the Event API's hosts are local ones, without TLS; functions reach it as they reach AWS. */
function toLocalRealtime({ origin, wireOrigin }: Place): Change {
  const { host } = new URL(origin);
  return (text) =>
    text
      .replaceAll(`wss://${host}/event/realtime`, `ws://${host}/event/realtime`)
      .replaceAll(`https://${host}/event`, `${wireOrigin}/event`);
}

const dynamicReference = /\{\{resolve:([^}]*)\}\}/g;

/** Dynamic references to whole secrets become their values; any other is refused. */
function withSecrets(secretOf: (arn: string) => string | undefined): Change {
  return (text) =>
    text.replaceAll(dynamicReference, (whole, named: string) => {
      const secretArn = /^secretsmanager:(.+):SecretString:*$/.exec(named)?.[1];
      const value = secretArn === undefined ? undefined : secretOf(secretArn);
      if (value === undefined) throw new Error(`The embedded cloud cannot resolve ${whole}`);
      return value;
    });
}

/** What CloudFormation and the services would make of a property's texts at deployment. */
export function localTexts(place: Place, secretOf: (arn: string) => string | undefined) {
  const changes = [toLocalIssuer(place), toLocalRealtime(place), withSecrets(secretOf)];
  const change: Change = (text) => changes.reduce((sum, one) => one(sum), text);
  return (value: Json | undefined): Json | undefined => (value === undefined ? undefined : mapTexts(value, change));
}
