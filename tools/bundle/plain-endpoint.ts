/**
 * Stands in for the endpoint rules of the AWS clients in the bundles: 18 KB of tables in every unit, to say what is
 * one line for the services we call. test/infra compares it with the clients' own rules.
 */
type Parameters = {
  readonly Region?: string;
  readonly Endpoint?: string;
  readonly UseFIPS?: boolean;
  readonly UseDualStack?: boolean;
};

const suffixes: readonly (readonly [RegExp, string])[] = [
  [/^cn-/, 'amazonaws.com.cn'],
  [/^eusc-/, 'amazonaws.eu'],
  [/^(us|eu|ap|sa|ca|me|af|il|mx)-(gov-)?[a-z]+-\d+$/, 'amazonaws.com'],
];

/** Where a service answers: the endpoint that is set, else its regional one. Throws for what it does not know. */
export function plainEndpoint(service: string, { Region = '', Endpoint, UseFIPS, UseDualStack }: Parameters) {
  if (UseFIPS || UseDualStack) throw new Error('FIPS and dual-stack endpoints are not bundled');
  if (Endpoint) return { url: new URL(Endpoint), properties: {}, headers: {} };
  const suffix = suffixes.find(([region]) => region.test(Region))?.[1];
  if (!suffix) throw new Error(`no endpoint of ${service} is known for the region ${Region}`);
  return { url: new URL(`https://${service}.${Region}.${suffix}`), properties: {}, headers: {} };
}
