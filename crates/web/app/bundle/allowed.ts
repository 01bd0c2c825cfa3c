// Features that the build uses although a supported browser lacks them, each with the reason why that is
// acceptable. Delete an entry when the check reports that it isn't needed any more.

export interface Exception {
  /** A path in MDN's compatibility data, including everything below it. */
  feature: string;
  /** A part of the path of the source that uses it: a script's source, or a style sheet of the build. */
  by: string;
  reason: string;
}

const LOOKS = 'Only line breaks differ.';
const BLUR = 'A blurred background is offered only where it exists (src/devices/blur/blurSupport.ts).';
const NO_MOUSE = 'iOS has no pointer and no resize handles.';

export const ALLOWED: readonly Exception[] = [
  {
    feature: 'api.CompressionStream',
    by: 'livekit-client',
    reason: 'The library checks for it before it compresses data streams, and the page sends none.',
  },
  {
    feature: 'api.DecompressionStream',
    by: 'livekit-client',
    reason: 'The library announces support for compressed data only if it exists.',
  },
  {
    feature: 'api.Document.startViewTransition',
    by: 'react-dom',
    reason: 'React uses it only for view transitions, and handles the error.',
  },
  {
    feature: 'api.FeaturePolicy.allowsFeature',
    by: 'src/devices/deviceProblem.ts',
    reason: 'Browsers without it have no `document.featurePolicy`, which the code checks.',
  },
  {
    feature: 'api.RTCPeerConnectionIceErrorEvent',
    by: 'livekit-client',
    reason: 'Only one of the library’s own connection checks uses it, and the page runs others.',
  },
  { feature: 'api.OffscreenCanvas', by: 'src/devices/blur', reason: BLUR },
  { feature: 'api.OffscreenCanvas', by: 'tasks-vision', reason: BLUR },
  { feature: 'api.OffscreenCanvasRenderingContext2D', by: 'tasks-vision', reason: BLUR },
  { feature: 'api.VideoFrame', by: 'track-processors', reason: BLUR },
  {
    feature: 'api.HTMLVideoElement.requestVideoFrameCallback',
    by: 'track-processors',
    reason: 'Browsers without it have no VideoFrame either, which a blurred background needs.',
  },
  { feature: 'css.properties.cursor', by: '.css', reason: NO_MOUSE },
  { feature: 'css.properties.forced-color-adjust', by: '.css', reason: 'Safari has no forced colours mode.' },
  { feature: 'css.properties.resize', by: '.css', reason: NO_MOUSE },
  { feature: 'css.selectors.fullscreen', by: 'WatchPage', reason: 'Without it the corners of the full screen are round.' },
  { feature: 'css.selectors.has', by: 'useWatchSession', reason: 'Without it the controls of the player stay visible.' },
  { feature: 'css.properties.text-wrap', by: '.css', reason: LOOKS },
  { feature: 'css.properties.field-sizing', by: '.css', reason: 'Without it the message field has a fixed height and scrolls.' },
  { feature: 'css.properties.scrollbar-width', by: '.css', reason: 'Without it the scroll bar has the default width.' },
];
