/** What the template asks for at the doors: the HTTP API with its routes, and the Event API. */

export type RouteModel = {
  readonly method: string;
  readonly path: string;
  readonly functionArn: string;
  readonly authorizer?: {
    readonly issuer: string;
    readonly audience: readonly string[];
    readonly scopes?: readonly string[];
  };
  readonly throttle?: { readonly ratePerSecond: number; readonly burst: number };
};
export type HttpApiModel = {
  readonly id: string;
  readonly stage: string;
  readonly routes: readonly RouteModel[];
  readonly cors?: {
    readonly origins: readonly string[];
    readonly methods: readonly string[];
    readonly headers: readonly string[];
    readonly exposedHeaders: readonly string[];
    readonly maxAgeSeconds: number;
    readonly allowsCredentials: boolean;
  };
};

/** An AppSync Event API: a Lambda function says who connects and subscribes, roles publish. */
export type EventApiModel = {
  readonly id: string;
  readonly authorizerArn: string;
  readonly namespaces: readonly { readonly name: string; readonly arn: string }[];
};
