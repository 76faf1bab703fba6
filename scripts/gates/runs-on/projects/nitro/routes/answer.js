import { answer } from '../answer.mjs';

export default defineEventHandler(() => answer());
