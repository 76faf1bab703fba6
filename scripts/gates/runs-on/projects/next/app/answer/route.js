import { answer } from '../../answer.mjs';

export const dynamic = 'force-dynamic';

export async function GET() {
  return new Response(await answer());
}
