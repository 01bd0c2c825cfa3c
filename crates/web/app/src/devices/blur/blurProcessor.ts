// The processor that blurs the background, by LiveKit and MediaPipe. All of it comes from our own server: code,
// WebAssembly and model are files of the build.
import { BackgroundProcessorWrapper, BackgroundTransformer, VideoTransformer, type VideoTransformerInitOptions } from '@livekit/track-processors';
import { ImageSegmenter } from '@mediapipe/tasks-vision';
import modelUrl from '@mediapipe/selfie_segmentation/selfie_segmentation_landscape.tflite?url';
// The package doesn't export these files.
import wasmLoaderPath from '../../../node_modules/@mediapipe/tasks-vision/wasm/vision_wasm_internal.js?url';
import wasmBinaryPath from '../../../node_modules/@mediapipe/tasks-vision/wasm/vision_wasm_internal.wasm?url';
import type { BlurProcessor } from './backgroundBlur';
import { withMetadata } from './modelMetadata';

/** In pixels. */
const BLUR_RADIUS = 12;

/** Like LiveKit's, which would load its files from another host. */
class BlurTransformer extends BackgroundTransformer {
  readonly #model: Uint8Array;

  constructor(model: Uint8Array, onFrame: (ms: number) => void) {
    super({ blurRadius: BLUR_RADIUS, onFrameProcessed: ({ processingTimeMs }) => onFrame(processingTimeMs) });
    this.#model = model;
  }

  override async init(options: VideoTransformerInitOptions): Promise<void> {
    await VideoTransformer.prototype.init.call(this, options);
    this.imageSegmenter = await ImageSegmenter.createFromOptions(
      { wasmLoaderPath, wasmBinaryPath },
      {
        baseOptions: { modelAssetBuffer: this.#model, delegate: hasGraphicsProcessor() ? 'GPU' : 'CPU' },
        ...(this.canvas ? { canvas: this.canvas } : {}),
        runningMode: 'VIDEO',
        outputCategoryMask: true,
        outputConfidenceMasks: false,
      },
    );
    this.gl?.setBlurRadius(BLUR_RADIUS);
  }

  /**
   * Passes on only pictures whose background is known. LiveKit's passes on the first one as it is, to show something
   * sooner, and draws one without a blur when the model has failed.
   */
  override async transform(frame: VideoFrame, controller: TransformStreamDefaultController<VideoFrame>): Promise<void> {
    this.isFirstFrame = false;
    this.segmentationResults = undefined;
    const enqueue = (picture: VideoFrame): void => {
      if (this.segmentationResults) controller.enqueue(picture);
      else picture.close();
    };
    await super.transform(frame, { enqueue } as TransformStreamDefaultController<VideoFrame>);
  }
}

/** `onFrame` is called for each picture with the time that it took, in ms. */
export async function createBlurProcessor(onFrame: (ms: number) => void): Promise<BlurProcessor> {
  const response = await fetch(modelUrl);
  if (!response.ok) throw new Error(`the model for the background can't be loaded: HTTP ${response.status}`);
  const model = withMetadata(new Uint8Array(await response.arrayBuffer()));
  return new BackgroundProcessorWrapper(new BlurTransformer(model, onFrame), 'background-blur') as unknown as BlurProcessor;
}

/** Graphics that a processor imitates are slower than the model on the processor itself. */
function hasGraphicsProcessor(): boolean {
  const context = new OffscreenCanvas(1, 1).getContext('webgl2');
  const info = context?.getExtension('WEBGL_debug_renderer_info');
  const renderer: unknown = info && context?.getParameter(info.UNMASKED_RENDERER_WEBGL);
  context?.getExtension('WEBGL_lose_context')?.loseContext();
  return typeof renderer !== 'string' || !/swiftshader|llvmpipe|software|basic render/iu.test(renderer);
}
