let context: AudioContext | null = null

interface Tone {
  readonly hz: number
  readonly from: number
  readonly seconds: number
}

/** Heard across a shop floor, and told apart without looking: one high note, two low ones, a rising pair. */
const tunes = {
  ok: [{ hz: 1_320, from: 0, seconds: 0.07 }],
  wrong: [
    { hz: 220, from: 0, seconds: 0.16 },
    { hz: 196, from: 0.2, seconds: 0.22 },
  ],
  done: [
    { hz: 880, from: 0, seconds: 0.09 },
    { hz: 1_320, from: 0.1, seconds: 0.16 },
  ],
} as const satisfies Record<string, readonly Tone[]>

const LOUDNESS = 0.16

/** Plays at once; silent where the browser has no sound or nobody has touched the page yet. */
export function play(tune: keyof typeof tunes): void {
  try {
    context ??= new AudioContext()
    void context.resume()
    for (const { hz, from, seconds } of tunes[tune])
      playTone(context, hz, context.currentTime + from, seconds)
  } catch {
    // A till without a loudspeaker still shows and says what happened.
  }
}

function playTone(audio: AudioContext, hz: number, at: number, seconds: number): void {
  const oscillator = audio.createOscillator()
  const gain = audio.createGain()
  oscillator.frequency.value = hz
  oscillator.type = hz < 300 ? 'square' : 'sine'
  // Edges without a ramp are heard as clicks.
  gain.gain.setValueAtTime(0, at)
  gain.gain.linearRampToValueAtTime(LOUDNESS, at + 0.008)
  gain.gain.setValueAtTime(LOUDNESS, at + seconds - 0.02)
  gain.gain.linearRampToValueAtTime(0, at + seconds)
  oscillator.connect(gain).connect(audio.destination)
  oscillator.start(at)
  oscillator.stop(at + seconds)
}
