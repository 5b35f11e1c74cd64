import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { RoomTimers } from '../cloud.ts';

export const roomTimersGroup = 'rostrum-rooms';

/** The schedule group of all rooms, and the role its schedules fire with: it may send to the `timers` queue only. */
export class RoomTimersGroup extends Construct implements RoomTimers {
  readonly group: string;
  readonly role: Role;
  readonly queue: IQueue;

  constructor(scope: Construct, id: string, props: { readonly queue: IQueue }) {
    super(scope, id);
    this.queue = props.queue;
    this.group = new CfnScheduleGroup(this, 'Group', { name: roomTimersGroup }).ref;
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('scheduler.amazonaws.com') });
    props.queue.grantSendMessages(this.role);
  }
}
