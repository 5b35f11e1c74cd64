import type { HttpApiModel, RouteModel } from '../api-model.ts';

export type Match = { readonly route: RouteModel; readonly pathParameters: Readonly<Record<string, string>> };

export type RouteTable = {
  /** The route API Gateway would choose for a method and an undecoded path. */
  find(method: string, path: string): Match | undefined;
  /** First segments of the routes, e.g. `v1`; paths below them belong to the API even without a route. */
  readonly territories: ReadonlySet<string>;
};

type Compiled = {
  readonly route: RouteModel;
  readonly segments: readonly string[];
  /** One character per segment: static before `{param}` before `{proxy+}`; `$default` comes last, `ANY` after its method. */
  readonly rank: string;
};

const isGreedy = (segment: string): boolean => segment.startsWith('{') && segment.endsWith('+}');
const isParameter = (segment: string): boolean => segment.startsWith('{');
const rankOf = (segment: string): string => (isGreedy(segment) ? '2' : isParameter(segment) ? '1' : '0');
const split = (path: string): readonly string[] => path.split('/').slice(1);

function compile(route: RouteModel): Compiled {
  const anyLast = route.method === 'ANY' ? '1' : '0';
  if (route.path === '$default') return { route, segments: ['{$default+}'], rank: `3${anyLast}` };
  const segments = split(route.path);
  return { route, segments, rank: `${segments.map(rankOf).join('')}${anyLast}` };
}

const decode = (segment: string): string => {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
};

function matchSegments(pattern: readonly string[], path: readonly string[]): Record<string, string> | undefined {
  const parameters: Record<string, string> = {};
  for (const [at, segment] of pattern.entries()) {
    const given = path[at];
    if (given === undefined) return undefined;
    if (isGreedy(segment)) {
      const rest = path.slice(at).join('/');
      if (segment !== '{$default+}') parameters[segment.slice(1, -2)] = decode(rest);
      return rest === '' && segment !== '{$default+}' ? undefined : parameters;
    }
    if (isParameter(segment)) {
      if (given === '') return undefined;
      parameters[segment.slice(1, -1)] = decode(given);
    } else if (segment !== given && segment !== decode(given)) {
      return undefined;
    }
  }
  return pattern.length === path.length ? parameters : undefined;
}

/** Route selection of HTTP APIs: full match, then parameters, then greedy ones, then `$default`. */
export function createRouteTable(api: HttpApiModel): RouteTable {
  const compiled = api.routes.map(compile).sort((left, right) => (left.rank < right.rank ? -1 : 1));
  const staticStarts = compiled.map(({ segments }) => segments[0] ?? '').filter((first) => !isParameter(first));
  return {
    territories: new Set(staticStarts.filter((first) => first !== '')),
    find(method, path) {
      const segments = split(path);
      for (const { route, segments: pattern } of compiled) {
        if (route.method !== method && route.method !== 'ANY') continue;
        const pathParameters = matchSegments(pattern, segments);
        if (pathParameters !== undefined) return { route, pathParameters };
      }
      return undefined;
    },
  };
}
