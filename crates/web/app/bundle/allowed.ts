// Features that the build uses although a supported browser lacks them, each with the reason why that is
// acceptable. Delete an entry when the check reports that it isn't needed any more.

export interface Exception {
  /** A path in MDN's compatibility data, including everything below it. */
  feature: string;
  /** A part of the path of the source that uses it: a script's source, or a style sheet of the build. */
  by: string;
  reason: string;
}

const LOOKS = 'The text stays the same; only where its lines break differs.';
const NO_MOUSE = 'iOS shows no pointer, and has no handle to pull a field by.';

export const ALLOWED: readonly Exception[] = [
  {
    feature: 'api.CompressionStream',
    by: 'livekit-client',
    reason: 'Its data streams compress only where the library found the interface, and the page sends none.',
  },
  {
    feature: 'api.DecompressionStream',
    by: 'livekit-client',
    reason: 'The library tells the others in the room that it can take compressed data only where it found the interface.',
  },
  {
    feature: 'api.Document.startViewTransition',
    by: 'react-dom',
    reason: 'React tries it for view transitions alone, and goes on without when that throws.',
  },
  {
    feature: 'api.FeaturePolicy.allowsFeature',
    by: 'src/devices/deviceProblem.ts',
    reason: 'Whoever lacks it lacks `document.featurePolicy` too, which is asked for.',
  },
  { feature: 'css.properties.cursor', by: '.css', reason: NO_MOUSE },
  { feature: 'css.properties.forced-color-adjust', by: '.css', reason: 'Safari forces no colours.' },
  { feature: 'css.properties.resize', by: '.css', reason: NO_MOUSE },
  {
    feature: 'css.selectors.has',
    by: 'WatchPage',
    reason: 'Without it the chat below a title that is cut is 28 pixels too high for a phone, and the page scrolls by as much.',
  },
  { feature: 'css.properties.text-wrap', by: '.css', reason: LOOKS },
  { feature: 'css.properties.field-sizing', by: '.css', reason: 'Without it the field of the chat keeps its height, and scrolls.' },
  { feature: 'css.properties.scrollbar-width', by: '.css', reason: 'A scroll bar of the usual width is as good.' },
];
