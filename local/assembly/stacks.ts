import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Json, JsonObject } from '../model.ts';
import { isObject, toObject, toText } from './json.ts';

/** One stack of the synthesized assembly: its template, and where the files of its assets are. */
export type Stack = {
  readonly name: string;
  readonly template: JsonObject;
  /** From the object key in the assets bucket to the asset's directory on this machine. */
  readonly assets: ReadonlyMap<string, string>;
};

const readJson = async (file: string): Promise<JsonObject> => {
  const content: Json = JSON.parse(await readFile(file, 'utf8'));
  return toObject(content, file);
};

async function readAssets(directory: string, file: string): Promise<Map<string, string>> {
  const assets = new Map<string, string>();
  const files = toObject((await readJson(join(directory, file)))['files'] ?? {}, file);
  for (const [id, entry] of Object.entries(files)) {
    const asset = toObject(entry, `${file} ${id}`);
    const path = toText(toObject(asset['source'], `${file} ${id} source`)['path'], `${file} ${id} path`);
    for (const destination of Object.values(toObject(asset['destinations'], `${file} ${id} destinations`))) {
      const key = toText(toObject(destination, `${file} ${id}`)['objectKey'], `${file} ${id} objectKey`);
      assets.set(key, join(directory, path));
    }
  }
  return assets;
}

async function readStack(directory: string, id: string, artifact: JsonObject, manifest: JsonObject): Promise<Stack> {
  const properties = toObject(artifact['properties'], `${id} properties`);
  const assetManifest = Object.entries(toObject(manifest['artifacts'], 'artifacts')).find(
    ([name]) => name === `${id}.assets`,
  )?.[1];
  const assetFile = isObject(assetManifest)
    ? toText(toObject(assetManifest['properties'], `${id}.assets`)['file'], `${id}.assets file`)
    : undefined;
  return {
    name: typeof properties['stackName'] === 'string' ? properties['stackName'] : id,
    template: await readJson(join(directory, toText(properties['templateFile'], `${id} templateFile`))),
    assets: assetFile === undefined ? new Map() : await readAssets(directory, assetFile),
  };
}

/** Reads all stacks of an assembly (the folder CDK writes, `cdk.out`). Nested assemblies are refused. */
export async function readStacks(directory: string): Promise<readonly Stack[]> {
  const manifest = await readJson(join(directory, 'manifest.json'));
  const stacks: Stack[] = [];
  for (const [id, entry] of Object.entries(toObject(manifest['artifacts'], 'artifacts'))) {
    const artifact = toObject(entry, id);
    if (artifact['type'] === 'cdk:cloud-assembly') throw new Error(`The assembly holds a nested assembly: ${id}`);
    if (artifact['type'] === 'aws:cloudformation:stack')
      stacks.push(await readStack(directory, id, artifact, manifest));
  }
  return stacks;
}
