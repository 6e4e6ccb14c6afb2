import type { Platform } from '../context/index.ts'
import type { Cursor, StoredEvent, Tail } from '../events/index.ts'
import { openDigest, type Digest } from './digest.ts'
import { earlier, isValues, messageText, write, type Following } from './messages.ts'
import type { Changed, Topic, ValueTopic } from './topic.ts'

/** The newest values of all topics that somebody follows, one digest for each. */
export interface Newest {
  /** Tells a follower the values of what has changed; `at` is where it may resume. */
  tell(following: Following, topic: ValueTopic, changed: Changed, at: Cursor): void
  /** Brings a topic's values at least as far as these facts, and answers what they speak of. */
  catchUp(topic: ValueTopic, events: readonly StoredEvent[]): Changed
  /** From where this follower could resume without missing anything that a digest still holds back. */
  safeOf(following: Following): Cursor
  /** Called when everybody has had the facts of a page. */
  pageEnded(): void
  close(): void
}

/** `followers`: who follows now, and is told when a value changes. */
export function openNewest(
  platform: Platform,
  tail: Tail,
  followers: Iterable<{ readonly following: Following }>,
): Newest {
  const digests = new Map<Topic, Digest>()
  const digestOf = (topic: ValueTopic): Digest => {
    let digest = digests.get(topic)
    if (!digest) {
      digest = openDigest(tail, topic.open(platform), (changed) => {
        for (const { following } of followers) {
          if (following.topics.includes(topic))
            newest.tell(following, topic, changed, newest.safeOf(following))
        }
      })
      digests.set(topic, digest)
    }
    return digest
  }
  const newest: Newest = {
    tell: (following, topic, changed, at) => {
      const message = digestOf(topic).values.tell(changed, following)
      if (message !== null) write(following.response, messageText(at, topic, message))
    },
    catchUp: (topic, events) => {
      const changed = new Map<string, Set<string>>()
      for (const [subject, part] of digestOf(topic).values.catchUp(events)) {
        const parts = changed.get(subject)
        if (parts) parts.add(part)
        else changed.set(subject, new Set([part]))
      }
      return changed
    },
    safeOf: ({ topics }) =>
      topics
        .filter(isValues)
        .map((topic) => digestOf(topic).safe())
        .reduce(earlier, tail.cursor()),
    pageEnded: () => {
      for (const digest of digests.values()) digest.pageEnded()
    },
    close: () => {
      for (const digest of digests.values()) digest.close()
    },
  }
  return newest
}
