// The command line options.
import { parseArgs } from 'node:util';

export interface Options {
  url: string;
  /** Names of the creators. */
  creators: string[] | null;
  creatorCount: number;
  /** Signed-in viewers of each creator. */
  viewers: number;
  guests: number;
  /** Load test: messages per second to each room, in steps. Empty: chat like people. */
  rates: number[];
  textLength: number;
  /** The duration, or the duration of each step of a load test; null: until stopped. */
  seconds: number | null;
  /** The factor by which bots chat faster than people. */
  speed: number;
  /** Load test: LiveKit's URL, key and secret. Messages are sent to it directly, bypassing the service. */
  direct: { url: string; key: string; secret: string } | null;
}

export const HELP = `Bots that broadcast, watch and chat, through the public API of a running server with the development login.

  --url URL         the server [default: ONAIR_URL or http://127.0.0.1:8080]
  --creators N      how many broadcast [default: 2]
  --as NAME,NAME    who broadcasts, instead of the default creators
  --viewers N       signed-in viewers of each creator [default: 3]
  --guests N        guests of each creator [default: 1]
  --speed N         chat N times as fast as people [default: 1]
  --for SECONDS     end after that, and print metrics as one line of JSON
  --rate N[,N...]   load test: messages per second to each room, in steps of --for seconds [default: 10],
                    with a line of metrics for each step
  --length N        characters of each message of the load test [default: 60]
  --direct URL      load test: bypass the service and send to LiveKit, with LIVEKIT_API_KEY and LIVEKIT_API_SECRET
`;

const STEP_SECONDS = 10;

/** Throws an error with a message for the user. */
export function readOptions(args: string[], environment: Record<string, string | undefined>): Options | 'help' {
  const { values } = parseArgs({
    args,
    options: {
      url: { type: 'string', default: environment.ONAIR_URL ?? 'http://127.0.0.1:8080' },
      as: { type: 'string' },
      creators: { type: 'string', default: '2' },
      viewers: { type: 'string', default: '3' },
      guests: { type: 'string', default: '1' },
      speed: { type: 'string', default: '1' },
      for: { type: 'string' },
      rate: { type: 'string' },
      length: { type: 'string', default: '60' },
      direct: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return 'help';
  const rates = list(values.rate).map((text) => number('rate', text, Number.MIN_VALUE));
  const creators = values.as === undefined ? null : list(values.as);
  return {
    url: values.url.replace(/\/+$/, ''),
    creators,
    creatorCount: creators?.length ?? integer('creators', values.creators, 1),
    viewers: integer('viewers', values.viewers, 0),
    guests: integer('guests', values.guests, 0),
    rates,
    textLength: integer('length', values.length, 1),
    seconds: values.for === undefined ? (rates.length > 0 ? STEP_SECONDS : null) : number('for', values.for, 0),
    speed: number('speed', values.speed, Number.MIN_VALUE),
    direct: values.direct === undefined ? null : direct(values.direct, environment),
  };
}

function direct(url: string, environment: Record<string, string | undefined>): Options['direct'] {
  const { LIVEKIT_API_KEY: key, LIVEKIT_API_SECRET: secret } = environment;
  if (!key || !secret) throw new Error('--direct needs LIVEKIT_API_KEY and LIVEKIT_API_SECRET');
  return { url, key, secret };
}

function list(text: string | undefined): string[] {
  return (text ?? '').split(',').filter((item) => item !== '');
}

function number(name: string, text: string, least: number): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value < least) throw new Error(`--${name} ${text}: not a valid number`);
  return value;
}

function integer(name: string, text: string, least: number): number {
  const value = number(name, text, least);
  if (!Number.isInteger(value)) throw new Error(`--${name} ${text}: an integer is required`);
  return value;
}
