// Runs models with ONNX Runtime. Reads, from standard input, a JSON array of
//   { path, type: "float32" or "float64", columns, batches: [[row-major values], …], output, zeros: { name: dimensions }, parts: [{ name, dimensions }] },
// where output names the one to tell, the first if it does not, parts are the inputs that a row is taken apart into, the only one if there are none, and zeros are fed to other inputs, their first dimension being the batch's,
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

async function run({ path, type, columns, batches, output: named, zeros, parts }) {
    const session = await runtime.InferenceSession.create(path, { intraOpNumThreads: 1, interOpNumThreads: 1 });
    const [input] = session.inputNames, output = named ?? session.outputNames[0];
    const results = [];
    for (const batch of batches) {
        const values = type === 'float64' ? Float64Array.from(batch) : Float32Array.from(batch);
        const rows = values.length / columns, feeds = { [input]: new runtime.Tensor(type, values, [rows, columns]) };
        if (parts) {
            delete feeds[input];
            let first = 0;
            for (const { name, dimensions } of parts) {
                const size = dimensions.reduce((product, length) => product * length, 1), part = new values.constructor(rows * size);
                for (let row = 0; row < rows; row++)
                    part.set(values.subarray(row * columns + first, row * columns + first + size), row * size);
                feeds[name] = new runtime.Tensor(type, part, [rows, ...dimensions]);
                first += size;
            }
        }

        for (const [name, rest] of Object.entries(zeros ?? {}))
            feeds[name] = new runtime.Tensor('float32', new Float32Array(rest.reduce((size, length) => size * length, rows)), [rows, ...rest]);
        const answer = await session.run(feeds, [output]);
        results.push({ dimensions: answer[output].dims, values: Array.from(answer[output].data) });
    }

    return { inputs: session.inputNames, outputs: session.outputNames, batches: results };
}

const answers = [];
for (const model of JSON.parse(readFileSync(0, 'utf8')))
    answers.push(await run(model).catch(error => ({ error: error.message })));
console.log(JSON.stringify(answers));
