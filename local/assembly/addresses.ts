import { createHash } from 'node:crypto';
import type { Json } from '../model.ts';

/** Where the embedded cloud stands; everything that CloudFormation would learn while deploying. */
export type Place = {
  readonly region: string;
  readonly accountId: string;
  /** Origin people use, e.g. `http://localhost:4000`. */
  readonly origin: string;
  /** Origin the functions' AWS clients use, e.g. `http://127.0.0.1:4000`. */
  readonly wireOrigin: string;
  readonly issuer: string;
  readonly clientId: string;
  /** Values of secrets from an earlier start, by physical name; any other secret gets a new one. */
  readonly secrets?: Readonly<Record<string, string>>;
};

/** What `Ref` and `Fn::GetAtt` answer for a resource. */
export type Address = { readonly ref: string; readonly attributes: Readonly<Record<string, string>> };

/** `read` works out a property when it is asked: other resources may not have their addresses before. */
type Named = { readonly name: string; readonly place: Place; readonly read: (property: string) => Json | undefined };
type AddressOf = (named: Named) => Address;

/** Stable id of the given length out of any text, in lower-case hexadecimal. */
export const digest = (text: string, length: number): string =>
  createHash('sha256').update(text).digest('hex').slice(0, length);

const arn = (place: Place, service: string, rest: string): string =>
  `arn:aws:${service}:${place.region}:${place.accountId}:${rest}`;

const lambdaFunction: AddressOf = ({ name, place }) => ({
  ref: name,
  attributes: { Arn: arn(place, 'lambda', `function:${name}`) },
});

// The label is the moment the stream was made; a fixed one keeps arns the same from start to start.
const table: AddressOf = ({ name, place }) => {
  const Arn = arn(place, 'dynamodb', `table/${name}`);
  return { ref: name, attributes: { Arn, StreamArn: `${Arn}/stream/2026-01-01T00:00:00.000` } };
};

const queue: AddressOf = ({ name, place }) => {
  const url = `${place.wireOrigin}/aws/sqs/${place.accountId}/${name}`;
  return { ref: url, attributes: { Arn: arn(place, 'sqs', name), QueueName: name, QueueUrl: url } };
};

const httpApi: AddressOf = ({ name, place }) => {
  const id = digest(name, 10);
  return { ref: id, attributes: { ApiId: id, ApiEndpoint: place.origin } };
};

const role: AddressOf = ({ name, place }) => ({
  ref: name,
  attributes: { Arn: `arn:aws:iam::${place.accountId}:role/${name}`, RoleId: `AROA${digest(name, 17).toUpperCase()}` },
});

/** The id a user pool gets; a text that builds the pool's issuer out of it is turned into the local issuer. */
export const userPoolId = (name: string, place: Place): string => `${place.region}_${digest(name, 9)}`;

const userPool: AddressOf = ({ name, place }) => {
  const id = userPoolId(name, place);
  return {
    ref: id,
    attributes: {
      UserPoolId: id,
      Arn: arn(place, 'cognito-idp', `userpool/${id}`),
      ProviderName: place.issuer.replace(/^https?:\/\//, ''),
      ProviderURL: place.issuer,
    },
  };
};

const eventApi: AddressOf = ({ name, place }) => {
  const ApiId = digest(name, 26);
  const { host } = new URL(place.origin);
  const ApiArn = arn(place, 'appsync', `apis/${ApiId}`);
  return { ref: ApiArn, attributes: { ApiId, ApiArn, 'Dns.Http': host, 'Dns.Realtime': host } };
};

const channelNamespace: AddressOf = ({ name, place, read }) => {
  const arnOf = () => arn(place, 'appsync', `apis/${read('ApiId')}/channelNamespace/${name}`);
  return {
    get ref() {
      return arnOf();
    },
    attributes: {
      get ChannelNamespaceArn() {
        return arnOf();
      },
    },
  };
};

// Secrets Manager adds six characters of chance to the arn.
const secret: AddressOf = ({ name, place }) => ({
  ref: arn(place, 'secretsmanager', `secret:${name}-${digest(name, 6)}`),
  attributes: { Id: arn(place, 'secretsmanager', `secret:${name}-${digest(name, 6)}`) },
});

const named =
  (service: string, prefix: string): AddressOf =>
  ({ name, place }) => ({ ref: name, attributes: { Arn: arn(place, service, `${prefix}${name}`) } });

const addresses: Readonly<Record<string, AddressOf>> = {
  'AWS::Lambda::Function': lambdaFunction,
  'AWS::DynamoDB::GlobalTable': table,
  'AWS::DynamoDB::Table': table,
  'AWS::SQS::Queue': queue,
  'AWS::ApiGatewayV2::Api': httpApi,
  'AWS::IAM::Role': role,
  'AWS::Cognito::UserPool': userPool,
  'AWS::Cognito::UserPoolClient': ({ place }) => ({ ref: place.clientId, attributes: { ClientId: place.clientId } }),
  'AWS::AppSync::Api': eventApi,
  'AWS::AppSync::ChannelNamespace': channelNamespace,
  'AWS::SecretsManager::Secret': secret,
  'AWS::Events::Rule': named('events', 'rule/'),
  'AWS::Scheduler::ScheduleGroup': named('scheduler', 'schedule-group/'),
  'AWS::Logs::LogGroup': named('logs', 'log-group:'),
  'AWS::SNS::Topic': ({ name, place }) => {
    const TopicArn = arn(place, 'sns', name);
    return { ref: TopicArn, attributes: { TopicArn, TopicName: name } };
  },
};

/** Address of a resource by its physical name. Types without a stand-in have their name only, which is what `Ref` mostly asks. */
export function addressOf(type: string, named: Named): Address {
  return addresses[type]?.(named) ?? { ref: named.name, attributes: {} };
}
