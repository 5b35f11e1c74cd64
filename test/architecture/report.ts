import { allLaws } from './all-laws.ts';
import { sizesOf } from './laws/budgets.ts';
import { commentPercentByRoom } from './laws/comment-share.ts';
import { roomOf, writtenCode } from './reading/rooms.ts';
import { realTree, show } from './reading/source-tree.ts';

// `node test/architecture/report.ts`: what breaks a law now, folder by folder, and how large things are.
const tree = realTree();

const violations = Object.entries(allLaws).flatMap(([name, law]) => law(tree).map((each) => ({ name, ...each })));
for (const room of [...new Set(violations.map(({ path }) => roomOf(path)))].sort()) {
  const here = violations.filter(({ path }) => roomOf(path) === room);
  console.log(`\n${room || 'the root and the whole'}: ${here.length}`);
  for (const each of here) console.log(`  [${each.name}] ${show(each)}`);
}

const comments = commentPercentByRoom(tree);
const sizes = [...new Set(writtenCode(tree).map(({ path }) => roomOf(path)))].sort().map((room) => {
  const files = tree.filter(({ path }) => roomOf(path) === room);
  const commentPercent = comments[room];
  return {
    room,
    files: writtenCode(files).length,
    ...sizesOf(files),
    comments: commentPercent && Number(commentPercent.toFixed(1)),
  };
});
console.table([...sizes, { room: 'all', files: writtenCode(tree).length, ...sizesOf(tree) }]);
