// Decodes a token's claims without verifying the signature. The page must not grant anything by them: the service
// verifies each token.

export function decodeClaims(token: string): Readonly<Record<string, unknown>> | null {
  try {
    const claims: unknown = JSON.parse(atob((token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/')));
    return typeof claims === 'object' && claims !== null ? { ...claims } : null;
  } catch {
    return null;
  }
}
