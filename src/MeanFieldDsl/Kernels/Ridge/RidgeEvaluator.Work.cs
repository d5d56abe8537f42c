using System.Runtime.CompilerServices;

namespace MeanFieldDsl.Kernels;

internal sealed partial class RidgeEvaluator<TFeature, TLoss, TRegularizer, TLanes, TNumber, TRow>
{
    // What a thread needs for itself.
    private sealed class Workspace(RidgeEvaluator<TFeature, TLoss, TRegularizer, TLanes, TNumber, TRow> owner) : IDisposable
    {
        public AlignedBuffer<TNumber> Forms { get; } = new(owner._shape.Forms.Length * owner._tile);

        public AlignedBuffer<TNumber> Partials { get; } = new(Math.Max(1, owner._shape.Partials) * owner._tile);

        public AlignedBuffer<TNumber> Sums { get; } = new(owner._blocking.ChunkCount * owner._blocking.BlockRows * TLanes.Count);

        public AlignedBuffer<TNumber> Scaled { get; } = new(owner._scaledLength);

        public long Bytes => Forms.Bytes + Partials.Bytes + Sums.Bytes + Scaled.Bytes;

        public void Dispose()
        {
            Forms.Dispose();
            Partials.Dispose();
            Sums.Dispose();
            Scaled.Dispose();
        }
    }

    // Predictions of a range of rows.
    private sealed class PredictWork(RidgeEvaluator<TFeature, TLoss, TRegularizer, TLanes, TNumber, TRow> owner) : IChunkedWork
    {
        public void RunChunk(int chunk, int worker)
        {
            Workspace workspace = owner._workspaces[worker];
            int perRange = owner._blocking.Range / owner._blocking.BlockRows;
            int last = Math.Min((chunk + 1) * perRange, owner._rows.BlockCount);
            for (int block = chunk * perRange; block < last; block++)
            {
                (int first, int count) = owner._rows.Block(block);
                workspace.Sums.Span.Clear();
                for (int c = 0; c < owner._blocking.ChunkCount; c++)
                {
                    (int firstPanel, int panels) = owner._blocking.Chunk(c);
                    for (int panel = firstPanel; panel < firstPanel + panels; panel++)
                    {
                        owner.Forward(panel, first, count, workspace, ref workspace.Sums.Span[c * owner._blocking.BlockRows * TLanes.Count], ref workspace.Partials.First);
                    }
                }

                owner.Sum(workspace.Sums.Span, first, count);
            }
        }
    }

    // Some blocks of rows and a chunk of particles, forward.
    private sealed class ForwardWork(RidgeEvaluator<TFeature, TLoss, TRegularizer, TLanes, TNumber, TRow> owner) : IChunkedWork
    {
        private int _begin;
        private int _end;

        public void Run(int begin, int end)
        {
            (_begin, _end) = (begin, end);
            owner._workers.Run(this, owner._blocking.ChunkCount);
        }

        public void RunChunk(int chunk, int worker)
        {
            int length = owner._blocking.BlockRows * TLanes.Count;
            (int firstPanel, int panels) = owner._blocking.Chunk(chunk);
            for (int block = _begin; block < _end; block++)
            {
                (int first, int count) = owner._rows.Block(block);
                Span<TNumber> sums = owner._sums.Span.Slice((((block - _begin) * owner._blocking.ChunkCount) + chunk) * length, length);
                sums.Clear();
                for (int panel = firstPanel; panel < firstPanel + panels; panel++)
                {
                    owner.Forward(panel, first, count, owner._workspaces[worker], ref sums[0], ref owner.Kept(block - _begin, panel));
                }
            }
        }
    }

    // The same backward.
    private sealed class BackwardWork(RidgeEvaluator<TFeature, TLoss, TRegularizer, TLanes, TNumber, TRow> owner) : IChunkedWork
    {
        private int _begin;
        private int _end;

        public void Run(int begin, int end)
        {
            (_begin, _end) = (begin, end);
            owner._workers.Run(this, owner._blocking.ChunkCount);
        }

        public void RunChunk(int chunk, int worker)
        {
            (int firstPanel, int panels) = owner._blocking.Chunk(chunk);
            for (int block = _begin; block < _end; block++)
            {
                for (int panel = firstPanel; panel < firstPanel + panels; panel++)
                {
                    owner.Backward(panel, block, owner.Scaled(block - _begin), ref owner.Kept(block - _begin, panel));
                    if (owner.EndsFloats(block))
                    {
                        owner._panels.Flush(panel);
                    }
                }
            }
        }
    }

    // A chunk of particles and all rows, with the forms computed again.
    private sealed class DescendWork(RidgeEvaluator<TFeature, TLoss, TRegularizer, TLanes, TNumber, TRow> owner) : IChunkedWork
    {
        public void RunChunk(int chunk, int worker)
        {
            Workspace workspace = owner._workspaces[worker];
            (int firstPanel, int panels) = owner._blocking.Chunk(chunk);
            for (int block = 0; block < owner._rows.BlockCount; block++)
            {
                (int first, int count) = owner._rows.Block(block);
                owner.Scale(block, workspace.Scaled.Span);
                for (int panel = firstPanel; panel < firstPanel + panels; panel++)
                {
                    owner.Forward(panel, first, count, workspace, ref workspace.Sums.First, ref workspace.Partials.First);
                    owner.Backward(panel, block, workspace.Scaled.Span, ref workspace.Partials.First);
                    if (owner.EndsFloats(block))
                    {
                        owner._panels.Flush(panel);
                    }
                }
            }
        }
    }

    // Gradients to velocities.
    private sealed class FinishWork(RidgeEvaluator<TFeature, TLoss, TRegularizer, TLanes, TNumber, TRow> owner) : PinnedWork
    {
        public override void RunChunk(int chunk, int worker)
        {
            (int firstPanel, int panels) = owner._blocking.Chunk(chunk);
            int dimension = owner.Layout.Dimension;
            for (int panel = firstPanel; panel < firstPanel + panels; panel++)
            {
                int first = panel * owner._width, count = Math.Min(owner._width, owner.ParticleCount - first);
                Span<double> velocities = Velocities((nint)first * dimension, count * dimension);
                velocities.Clear();
                owner._panels.AddGradient(panel, velocities);
                for (int i = 0; i < count; i++)
                {
                    nint at = (nint)(first + i) * dimension;
                    owner.Finish(first + i, Particles(at, dimension), velocities.Slice(i * dimension, dimension), Step, Moved(at, dimension));
                }
            }
        }
    }

    // Particles into panels.
    private sealed class LoadWork(RidgeEvaluator<TFeature, TLoss, TRegularizer, TLanes, TNumber, TRow> owner) : PinnedWork
    {
        public override void RunChunk(int chunk, int worker)
        {
            (int firstPanel, int panels) = owner._blocking.Chunk(chunk);
            for (int panel = firstPanel; panel < firstPanel + panels; panel++)
            {
                owner._panels.Load(panel, Particles(0, owner.ParticleCount * owner.Layout.Dimension));
            }
        }
    }

    // The derivatives of a panel's features for one of the blocks at hand.
    private ref TNumber Kept(int block, int panel) => ref Unsafe.Add(ref _kept.First, (nint)(block * _blocking.Kept) + ((nint)panel * _shape.Partials * _tile));

    // The scaled rows of one of the blocks at hand.
    private Span<TNumber> Scaled(int block) => _scaled.Span.Slice(block * _scaledLength, _scaledLength);
}
