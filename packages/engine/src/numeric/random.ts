/** A stream of random numbers. The same seed gives the same stream everywhere. */
export interface Random {
  /** Uniform in (0, 1). */
  uniform(): number;
  /** Standard normal. */
  normal(): number;
  /** An integer in low..high. */
  integer(low: number, high: number): number;
}

/** FNV-1a, finished by mixing: 32 bits of a text. */
function hash(text: string, start: number): number {
  let h = start >>> 0;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 16777619);
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  return (h ^ (h >>> 16)) >>> 0;
}

/** The small fast counter generator sfc32 (Doty-Humphrey, PractRand), seeded by a text. */
export function random(seed: string): Random {
  let a = hash(seed, 2166136261) | 0;
  let b = hash(seed, 84696351) | 0;
  let c = hash(seed, 1013904223) | 0;
  let counter = 1;
  const next = (): number => {
    const t = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + t) | 0;
    return t >>> 0;
  };
  for (let i = 0; i < 12; i++) next();
  const uniform = (): number => (next() + 0.5) / 4294967296;
  let spare: number | undefined;
  return {
    uniform,
    normal() {
      if (spare !== undefined) {
        const out = spare;
        spare = undefined;
        return out;
      }
      const radius = Math.sqrt(-2 * Math.log(uniform()));
      const angle = 2 * Math.PI * uniform();
      spare = radius * Math.sin(angle);
      return radius * Math.cos(angle);
    },
    integer: (low, high) => low + Math.floor(uniform() * (high - low + 1)),
  };
}
