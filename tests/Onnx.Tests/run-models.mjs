// Runs models with ONNX Runtime. Reads, from standard input, a JSON array of
//   { path, type: "float32" or "float64", columns, batches: [[row-major values], …] },
// and prints, for each model, { inputs: [names], outputs: [names], batches: [{ dimensions, values }, …] } or { error }.
// Ends with code 3 if ONNX Runtime is not installed.

import { readFileSync } from 'node:fs';

let runtime;
try {
    runtime = (await import('onnxruntime-node')).default;
} catch (error) {
    console.error(error.message);
    process.exit(3);
}

async function run({ path, type, columns, batches }) {
    const session = await runtime.InferenceSession.create(path, { intraOpNumThreads: 1, interOpNumThreads: 1 });
    const [input] = session.inputNames, [output] = session.outputNames;
    const results = [];
    for (const batch of batches) {
        const values = type === 'float64' ? Float64Array.from(batch) : Float32Array.from(batch);
        const answer = await session.run({ [input]: new runtime.Tensor(type, values, [values.length / columns, columns]) });
        results.push({ dimensions: answer[output].dims, values: Array.from(answer[output].data) });
    }

    return { inputs: session.inputNames, outputs: session.outputNames, batches: results };
}

const answers = [];
for (const model of JSON.parse(readFileSync(0, 'utf8')))
    answers.push(await run(model).catch(error => ({ error: error.message })));
console.log(JSON.stringify(answers));
