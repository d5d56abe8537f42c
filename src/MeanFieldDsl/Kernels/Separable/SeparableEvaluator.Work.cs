using System.Runtime.CompilerServices;

namespace MeanFieldDsl.Kernels;

internal sealed partial class SeparableEvaluator<TFeature, TLoss, TRegularizer, TLanes, TNumber, TRow>
{
    // The factors of a chunk of particles, and what they add to the sums of the cells.
    private sealed class ForwardWork(SeparableEvaluator<TFeature, TLoss, TRegularizer, TLanes, TNumber, TRow> owner) : PinnedWork
    {
        private bool _needsSums = true;

        // For the backward pass alone.
        public void RunWithoutSums(WorkerPool workers, int chunks, ReadOnlySpan<double> particles)
        {
            _needsSums = false;
            Run(workers, chunks, particles);
            _needsSums = true;
        }

        public override void RunChunk(int chunk, int worker)
        {
            (int first, int panels) = owner._blocking.Chunk(chunk);
            for (int begin = first; begin < first + panels; begin += SeparableBlocking.PanelsOfABlock)
            {
                int count = Math.Min(SeparableBlocking.PanelsOfABlock, first + panels - begin);
                for (int panel = begin; panel < begin + count; panel++)
                {
                    owner._panels.Load(panel, Particles(0, owner.ParticleCount * owner.Layout.Dimension));
                    if (_needsSums || owner._blocking.Keeps)
                    {
                        owner.Activate(panel, ref owner.Factors(panel, first, worker));
                    }
                }

                if (_needsSums)
                {
                    Add(ref owner.Factors(begin, first, worker), count, chunk, begin == first);
                }
            }
        }

        // What some panels add to the sums of a chunk.
        private void Add(ref TNumber factors, int panels, int chunk, bool isFirst)
        {
            int lines = owner._lines.Padded, columns = owner._columns.Padded;
            SeparableTiles.Product<TLanes, TNumber>(
                ref owner.Value(owner._lines, ref factors),
                ref owner.Value(owner._columns, ref owner.Columns(ref factors)),
                owner._factorsOfAPanel,
                panels,
                lines,
                columns,
                ref Unsafe.Add(ref owner._sums.First, (nint)chunk * lines * columns * TLanes.Count),
                isFirst);
        }
    }

    // Gradients and velocities of a chunk of particles.
    private sealed class BackwardWork(SeparableEvaluator<TFeature, TLoss, TRegularizer, TLanes, TNumber, TRow> owner) : PinnedWork
    {
        public override void RunChunk(int chunk, int worker)
        {
            (int firstPanel, int panels) = owner._blocking.Chunk(chunk);
            int dimension = owner.Layout.Dimension;
            for (int panel = firstPanel; panel < firstPanel + panels; panel++)
            {
                ref TNumber factors = ref owner.Factors(panel, firstPanel, worker);
                if (!owner._blocking.Keeps)
                {
                    owner.Activate(panel, ref factors);
                }

                owner.Derive(panel, ref factors, worker);
                int first = panel * owner._width, count = Math.Min(owner._width, owner.ParticleCount - first);
                Span<double> velocities = Velocities((nint)first * dimension, count * dimension);
                velocities.Clear();
                owner._panels.AddGradient(panel, velocities);
                owner.FinishAll(first, Particles((nint)first * dimension, count * dimension), velocities, Step, Moved((nint)first * dimension, count * dimension));
            }
        }
    }
}
