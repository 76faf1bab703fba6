// needs: @x/model-all-minilm-l6-v2
import { fileURLToPath } from 'node:url';
import { Tokenizer } from '@x/tokenizer';

const modelFolder = fileURLToPath(new URL('.', import.meta.resolve('@x/model-all-minilm-l6-v2/tokenizer.json')));
const tokenizer = await Tokenizer.load(modelFolder);
const { inputIds, truncatedTokens } = await tokenizer.encode('hello world');
console.log([...inputIds], truncatedTokens); // => [ 101, 7592, 2088, 102 ] 0
