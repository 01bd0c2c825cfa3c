/** For tests: a token with these claims and no valid signature. */
export function fakeToken(claims: object): string {
  return `e30.${btoa(JSON.stringify(claims)).replaceAll('+', '-').replaceAll('/', '_')}.none`;
}
