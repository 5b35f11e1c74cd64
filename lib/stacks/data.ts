import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import {
  type Attribute,
  AttributeType,
  Billing,
  type GlobalSecondaryIndexPropsV2,
  ProjectionType,
  StreamViewType,
  TableV2,
} from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import type { Config } from '../../domain/policy.ts';
import type { TableName } from '../../functions/runtime/manifest.ts';
import { named, type SignIn } from '../cloud.ts';
import { SignInProvider } from '../constructs/sign-in.ts';
import { StripeSecrets } from '../constructs/stripe-secrets.ts';
import { type IndexPlan, type Key, tablePlans } from '../tables.ts';

/** Everything that outlives a deployment: the three tables, the people's accounts, and what an operator put in by hand. All of it is retained. */
export class DataStack extends Stack {
  readonly tables: Readonly<Record<TableName, TableV2>>;
  readonly signIn: SignIn;
  readonly secrets: StripeSecrets['secrets'];

  constructor(scope: Construct, id: string, props: { readonly config: Config }) {
    super(scope, id, { description: 'Rostrum: tables and accounts (retained)', terminationProtection: true });
    this.tables = {
      rooms: this.createTable('rooms'),
      social: this.createTable('social'),
      commerce: this.createTable('commerce'),
    };
    this.signIn = new SignInProvider(this, 'SignIn', { config: props.config });
    this.secrets = new StripeSecrets(this, 'Stripe').secrets;
  }

  private createTable(name: TableName): TableV2 {
    return new TableV2(this, name, {
      tableName: named(name),
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      billing: Billing.onDemand(),
      dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES,
      timeToLiveAttribute: 'expiresAt',
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
      globalSecondaryIndexes: tablePlans[name].map(indexOf),
    });
  }
}

function indexOf({ name, partition, sort = [], isKeysOnly = false }: IndexPlan): GlobalSecondaryIndexPropsV2 {
  return {
    indexName: name,
    partitionKeys: partition.map(attributeOf),
    ...(sort.length > 0 && { sortKeys: sort.map(attributeOf) }),
    projectionType: isKeysOnly ? ProjectionType.KEYS_ONLY : ProjectionType.ALL,
  };
}

function attributeOf({ name, type }: Key): Attribute {
  return { name, type: type === 'S' ? AttributeType.STRING : AttributeType.NUMBER };
}
