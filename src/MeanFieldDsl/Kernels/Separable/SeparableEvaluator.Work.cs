using System.Runtime.CompilerServices;

namespace MeanFieldDsl.Kernels;

internal sealed partial class SeparableEvaluator<TFeature, TLoss, TRegularizer, TLanes, TNumber, TRow>
{
    // The factors of a chunk of particles, and what they add to the sums of the cells.
    private sealed class ForwardWork(SeparableEvaluator<TFeature, TLoss, TRegularizer, TLanes, TNumber, TRow> owner) : PinnedWork
    {
        private bool _needsSums = true;

        // Without the sums.
        public void RunFactors(WorkerPool workers, int chunks, ReadOnlySpan<double> particles)
        {
            _needsSums = false;
            Run(workers, chunks, particles);
            _needsSums = true;
        }

        public override void RunChunk(int chunk, int worker)
        {
            (int firstPanel, int panels) = owner._blocking.Chunk(chunk);
            for (int panel = firstPanel; panel < firstPanel + panels; panel++)
            {
                owner._panels.Load(panel, Particles(0, owner.ParticleCount * owner.Layout.Dimension));
                owner.Activate(panel);
            }

            if (_needsSums)
            {
                int lines = owner._lines.Padded, columns = owner._columns.Padded;
                SeparableTiles.Product<TLanes, TNumber>(
                    ref owner.Value(owner._lines, ref owner.Lines(firstPanel)),
                    ref owner.Value(owner._columns, ref owner.Columns(firstPanel)),
                    owner._factorsOfAPanel,
                    panels,
                    lines,
                    columns,
                    ref Unsafe.Add(ref owner._sums.First, (nint)chunk * lines * columns * TLanes.Count));
            }
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
                owner.Derive(panel, worker);
                int first = panel * owner._width, count = Math.Min(owner._width, owner.ParticleCount - first);
                Span<double> velocities = Velocities((nint)first * dimension, count * dimension);
                velocities.Clear();
                owner._panels.AddGradient(panel, velocities);
                owner.FinishAll(first, Particles((nint)first * dimension, count * dimension), velocities, Step, Moved((nint)first * dimension, count * dimension));
            }
        }
    }
}
