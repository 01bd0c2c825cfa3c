// What can be asked of the demo on its command line.
import { parseArgs } from 'node:util';

export interface Options {
  url: string;
  /** Who broadcasts, by name. */
  creators: string[] | null;
  creatorCount: number;
  /** Signed in, for each creator. */
  viewers: number;
  guests: number;
  /** Messages a second into each room, one step after the other. Without any, people chat as people do. */
  rates: number[];
  textLength: number;
  /** How long it lasts, each step of the rates so long; null: until it is told to stop. */
  seconds: number | null;
  /** By how much people are quicker than people are. */
  haste: number;
  /** LiveKit's address, key and secret: messages then go to it directly, past the service. */
  straight: { url: string; key: string; secret: string } | null;
}

export const HELP = `Bots that broadcast, watch and chat, through the public API of a running server with the development login.

  --url URL         the server [default: ONAIR_URL or http://127.0.0.1:8080]
  --creators N      how many broadcast [default: 2]
  --as NAME,NAME    who broadcasts, instead of the creators that are made up here
  --viewers N       signed-in viewers of each creator [default: 3]
  --guests N        guests of each creator [default: 1]
  --haste N         chat N times as fast as people [default: 1]
  --for SECONDS     end after that, and print figures as one line of JSON
  --rate N[,N...]   load: so many messages a second into each room, in steps of --for seconds [default: 10],
                    with a line of figures for each step
  --length N        characters of each message of the load [default: 60]
  --straight URL    load: send through LiveKit alone, with LIVEKIT_API_KEY and LIVEKIT_API_SECRET
`;

const STEP_SECONDS = 10;

/** Throws with a sentence for a person. */
export function readOptions(args: string[], environment: Record<string, string | undefined>): Options | 'help' {
  const { values } = parseArgs({
    args,
    options: {
      url: { type: 'string', default: environment.ONAIR_URL ?? 'http://127.0.0.1:8080' },
      as: { type: 'string' },
      creators: { type: 'string', default: '2' },
      viewers: { type: 'string', default: '3' },
      guests: { type: 'string', default: '1' },
      haste: { type: 'string', default: '1' },
      for: { type: 'string' },
      rate: { type: 'string' },
      length: { type: 'string', default: '60' },
      straight: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return 'help';
  const rates = list(values.rate).map((text) => number('rate', text, Number.MIN_VALUE));
  const creators = values.as === undefined ? null : list(values.as);
  return {
    url: values.url.replace(/\/+$/, ''),
    creators,
    creatorCount: creators?.length ?? whole('creators', values.creators, 1),
    viewers: whole('viewers', values.viewers, 0),
    guests: whole('guests', values.guests, 0),
    rates,
    textLength: whole('length', values.length, 1),
    seconds: values.for === undefined ? (rates.length > 0 ? STEP_SECONDS : null) : number('for', values.for, 0),
    haste: number('haste', values.haste, Number.MIN_VALUE),
    straight: values.straight === undefined ? null : straight(values.straight, environment),
  };
}

function straight(url: string, environment: Record<string, string | undefined>): Options['straight'] {
  const { LIVEKIT_API_KEY: key, LIVEKIT_API_SECRET: secret } = environment;
  if (!key || !secret) throw new Error('--straight needs LIVEKIT_API_KEY and LIVEKIT_API_SECRET');
  return { url, key, secret };
}

function list(text: string | undefined): string[] {
  return (text ?? '').split(',').filter((item) => item !== '');
}

function number(name: string, text: string, least: number): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value < least) throw new Error(`--${name} ${text}: not such a number`);
  return value;
}

function whole(name: string, text: string, least: number): number {
  const value = number(name, text, least);
  if (!Number.isInteger(value)) throw new Error(`--${name} ${text}: a whole number is needed`);
  return value;
}
