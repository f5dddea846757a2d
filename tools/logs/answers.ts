/** How often the true cause of the recorded trainings is named: `tsx tools/logs/answers.ts [first] [second]`. */
import { alone, answerTo, placeOfTruth, recorded } from '../../test/evidence/support/recorded';

const verbose = process.argv.includes('--all');
const halves = process.argv.slice(2).filter((one) => !one.startsWith('--'));
for (const half of halves.length > 0 ? halves : ['first', 'second']) {
  const cases = recorded(half);
  const stuck = cases.filter(({ truth }) => truth.length > 0);
  const healthy = cases.filter(({ truth }) => truth.length === 0);
  for (const [title, options] of [
    ['data, log and code', { data: true, log: true }],
    ['log and code', { data: false, log: true }],
    ['data and code', { data: true, log: false }],
  ] as const) {
    let [first, three, blamed, claimed] = [0, 0, 0, 0];
    for (const one of stuck) {
      const answer = await answerTo(one, options);
      const place = placeOfTruth(one, answer);
      if (place === 0) first++;
      if (place >= 0 && place < 3) three++;
      if (place !== 0 && one.files.length > 0 && answer.causes[0]?.from === 'code') blamed++;
      if (verbose && place !== 0)
        console.log(
          `  ${half} ${title}: ${one.name} (${one.truth.join('/')}): ${answer.causes.map(({ rule }) => rule).join(', ') || answer.state}`,
        );
    }
    for (const one of healthy) {
      const answer = await answerTo(one, options);
      if (answer.state === 'explained') {
        claimed++;
        if (verbose) console.log(`  ${half} ${title}: healthy ${one.name}: ${answer.causes.map(({ rule }) => rule).join(', ')}`);
      }
    }
    console.log(
      `${half}, ${title}: first ${first}, among three ${three} of ${stuck.length} stuck; data faults blamed on the code ${blamed}; claimed on ${claimed} of ${healthy.length} healthy`,
    );
  }
  let right = 0;
  for (const one of cases) {
    const kinds: readonly string[] = alone(one)?.symptoms.map(({ kind }) => kind) ?? [];
    const good = one.truth.length === 0 ? kinds.length === 0 : kinds.some((kind) => one.symptoms.includes(kind));
    if (good) right++;
    else if (verbose) console.log(`  ${half} log alone: ${one.name}: ${kinds.join(' ') || 'nothing'}`);
  }
  console.log(`${half}, log alone: symptom right in ${right} of ${cases.length}`);
}
