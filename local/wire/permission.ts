import type { Ask, Cause, Principal, RoleModel } from '../model.ts';
import { WireFault } from '../model.ts';
import { mayCall, unknownIn } from '../policy-check/may-call.ts';

type Asking = { readonly principal: Principal; readonly cause: Cause; readonly protocol: 'json' | 'rest-json' };

/** Throws AccessDeniedException, worded as AWS does, unless every ask is allowed. */
export type CheckPermission = (asking: Asking, asks: readonly Ask[]) => void;

/** A question that was put to a function's role, and its answer. */
export type Asked = {
  readonly functionName: string;
  readonly ask: Ask;
  readonly cause: Cause;
  readonly isAllowed: boolean;
};

export type PermissionOptions = {
  readonly roles: readonly RoleModel[];
  /** Hears of policies beyond the local check. */
  readonly log: (line: string) => void;
  readonly onAsk?: (asked: Asked) => void;
};

// arn:aws:iam::<account>:role/<name> signs as arn:aws:sts::<account>:assumed-role/<name>/<session>.
function sessionArn(principal: Principal): string {
  const [, , , , account = '', role = ''] = (principal.roleArn ?? '').split(':');
  return `arn:aws:sts::${account}:assumed-role/${role.replace(/^role\//, '')}/${principal.functionName ?? principal.keyId}`;
}

/** Judges calls by the roles of the template; the operator may do everything. */
export function createPermissionCheck({ roles, log, onAsk }: PermissionOptions): CheckPermission {
  const statements = new Map(roles.map((role) => [role.arn, role.statements]));
  for (const { arn, statements: raw } of roles) {
    for (const reason of unknownIn(raw)) log(`policy check: ${arn}: ${reason}; calls that meet it will be refused`);
  }
  return ({ principal, cause, protocol }, asks) => {
    if (principal.isOperator) return;
    for (const ask of asks) {
      const verdict = mayCall(statements.get(principal.roleArn ?? '') ?? [], ask);
      onAsk?.({ functionName: principal.functionName ?? principal.keyId, ask, cause, isAllowed: verdict.isAllowed });
      if (verdict.isAllowed) continue;
      if (verdict.kind === 'unknown') log(`policy check: ${principal.roleArn}: ${ask.action}: ${verdict.reason}`);
      const sentence = `User: ${sessionArn(principal)} is not authorized to perform: ${ask.action} on resource: ${ask.resource}`;
      throw new WireFault(protocol === 'json' ? 400 : 403, 'AccessDeniedException', `${sentence} ${verdict.reason}`);
    }
  };
}
