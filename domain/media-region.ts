/** Where the media service places meetings. */

/**
 * What a room may wish for: the media regions of the commercial partition, as the API reference of CreateMeeting lists them.
 * A partition of its own (GovCloud) places by the config alone.
 */
export const mediaRegions = [
  'af-south-1',
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'ca-central-1',
  'eu-central-1',
  'eu-north-1',
  'eu-south-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'sa-east-1',
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
] as const;
