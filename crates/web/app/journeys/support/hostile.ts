// The longest, widest and highest texts that the service accepts.
import { randomBytes } from 'node:crypto';
import { call, registerUser, signJwt, type Person, type Stack } from './stack';

const TOWER = `Z${'\u0336\u0489\u0301\u0302\u0303\u0308\u030a\u0323\u0324\u0331'.repeat(3)}`;
const FAMILY = '👩🏽‍👩🏻‍👧🏿‍👦🏼';

function upTo(length: number, piece: string): string {
  const pieces = Math.floor(length / [...piece].length);
  return piece.repeat(Math.max(1, pieces));
}

/** Texts of the maximum length. */
export function hostileTexts(length: number): string[] {
  return [
    upTo(length, 'W'),
    upTo(length, 'شـ'),
    upTo(length, 'אבג '),
    upTo(length, FAMILY),
    upTo(length, TOWER),
    upTo(length, 'Donaudampfschifffahrtsgesellschaft '),
  ];
}

/** A user with one of the hostile names, selected by `number`. */
export async function hostilePerson(stack: Stack, number: number, roles: string[] = []): Promise<Person> {
  const names = hostileTexts(100);
  const start = `h${randomBytes(4).toString('hex')}`;
  const username = number === 0 ? start + 'w'.repeat(100 - start.length) : start;
  const claims = { sub: start, preferred_username: username, name: names[number % names.length], roles, exp: Math.floor(Date.now() / 1_000) + 3_600 };
  const person = { id: start, username, token: signJwt(claims, stack.jwtSecret) };
  await registerUser(stack, person);
  return person;
}

/** Posts sixty messages, including hostile ones: five per user because of the rate limit. */
export async function fillChat(stack: Stack, host: Person, people: Person[]): Promise<void> {
  const texts = [...hostileTexts(500), `https://example.com/${'a'.repeat(470)}`, 'hi', 'ok 👍', 'see https://example.com/x.'];
  await Promise.all(
    people.map(async (person, first) => {
      for (let number = 0; number < 5; number += 1) {
        const { status, body } = await call(stack, person, 'POST', `/api/chat/${host.id}/messages`, { text: texts[(first + number) % texts.length] });
        if (status !== 201) throw new Error(`a message is refused: ${status} ${body.code}`);
      }
    }),
  );
}
