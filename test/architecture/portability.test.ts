import { exactVersions, permissiveLicences } from './laws/dependencies.ts';
import { portableFiles } from './laws/portable-files.ts';
import { prove } from './prove.ts';

// A mirror that this machine installs from: its name must not leak either. Only the host is looked at.
const mirror = process.env['npm_config_registry'];
const ownHosts =
  mirror && URL.canParse(mirror) ? [new URL(mirror).host].filter((host) => !/^localhost/.test(host)) : [];
const host = ['registry.', 'npmjs', '.org'].join('');
const path = (...parts: string[]) => `/${parts.join('/')}`;
const lock = (line: string) => `{\n  "packages": {\n    "node_modules/a": {\n      ${line}\n    }\n  }\n}`;

prove('nothing knows the machine it was written on', portableFiles(ownHosts), {
  breaks: {
    'a registry host': {
      files: { 'README.md': `# Rostrum\nInstall from https://${host}/x`, '.npmrc': `registry=https://${host}` },
      at: ['README.md:2', '.npmrc:1'],
    },
    'a folder of somebody at home': {
      files: {
        'docs/a.md': `see ${path('home', 'ann', 'rostrum')}`,
        'local/a.ts': `const a = '${path('Users', 'ann')}';`,
        'test/b.ts': `x;\nconst b = "${path('root', 'x')}";`,
        'tools/c.ts': `const c = '${path('work', 'main')}';`,
      },
      at: ['docs/a.md:1', 'local/a.ts:1', 'test/b.ts:2', 'tools/c.ts:1'],
    },
    'a lock file that says where packages came from': {
      files: { 'package-lock.json': lock('"resolved": "https://example.org/a.tgz"') },
      at: ['package-lock.json:4'],
    },
  },
  keeps: {
    'routes, relative paths and system programs': {
      'docs/a.md': 'GET /v1/home/rooms, ./home/x, /usr/bin/chromium, /tmp, https://example.org/root/x, /home',
      'package-lock.json': lock('"integrity": "sha512-x"'),
    },
  },
});

prove('versions are exact', exactVersions, {
  breaks: {
    'ranges, tags and addresses': {
      files: {
        'package.json':
          '{\n"dependencies": {\n"a": "^1.0.0",\n"b": "latest",\n"c": "1.0.0" },\n"devDependencies": {\n"d": "~2.0.0",\n"e": "github:x/y" } }',
      },
      at: ['package.json:3', 'package.json:4', 'package.json:7', 'package.json:8'],
    },
  },
  keeps: {
    'exact ones': {
      'package.json': '{"dependencies":{"a":"1.0.0"},"devDependencies":{"b":"2.0.0-rc.1"},"engines":{"node":">=20"}}',
    },
  },
});

prove('licences ask nothing of the operator', permissiveLicences, {
  breaks: {
    'copyleft, unknown and missing ones': {
      files: {
        'package-lock.json':
          '{ "packages": {\n"node_modules/a": { "license": "AGPL-3.0-only" },\n"node_modules/b": { "license": "SEE LICENSE IN x" },\n"node_modules/c": {},\n"node_modules/d": { "license": "MIT AND GPL-2.0" } } }',
      },
      at: [2, 3, 4, 5].map((line) => `package-lock.json:${line}`),
    },
  },
  keeps: {
    'permissive ones, alone or by choice': {
      'package-lock.json':
        '{ "packages": { "": {}, "node_modules/a": { "license": "MIT" }, "node_modules/b": { "license": "(MIT OR GPL-3.0)" }, "node_modules/c": { "license": "BSD-3-Clause AND ISC" } } }',
    },
  },
});
