import { redirect } from 'next/navigation';
import { answer } from '../answer.mjs';

async function tell() {
  'use server';
  redirect(`/?${new URLSearchParams({ said: await answer() })}`);
}

export default function Page() {
  return (
    <form action={tell}>
      <button>Tell</button>
    </form>
  );
}
