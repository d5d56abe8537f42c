using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MeanFieldDsl.Kernels;

internal sealed partial class PatternEvaluator<TFeature, TLoss, TRegularizer, TLanes, TNumber, TRow>
{
    // What a thread needs for itself.
    private sealed class Workspace(PatternEvaluator<TFeature, TLoss, TRegularizer, TLanes, TNumber, TRow> owner) : IDisposable
    {
        public AlignedBuffer<TNumber> Forms { get; } = new(PatternBlocking.BlockRows * owner._width);

        public AlignedBuffer<TNumber> Tables { get; } = new(PatternTables<TNumber>.Length(PatternBlocking.BlockRows));

        // Panel by panel, the sums of each column over the rows that the bits select.
        public AlignedBuffer<TNumber> Selected { get; } = new(checked(owner._panelsATable * owner._rows.Columns * owner._width));

        public long Bytes => Forms.Bytes + Tables.Bytes + Selected.Bytes;

        public void Dispose()
        {
            Forms.Dispose();
            Tables.Dispose();
            Selected.Dispose();
        }
    }

    // Particles into panels.
    private sealed class LoadWork(PatternEvaluator<TFeature, TLoss, TRegularizer, TLanes, TNumber, TRow> owner) : PinnedWork
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

    // A block of rows and a chunk of particles, forward. All chunks of a block follow each other, and its rows stay in the cache.
    private sealed class ForwardWork(PatternEvaluator<TFeature, TLoss, TRegularizer, TLanes, TNumber, TRow> owner) : IChunkedWork
    {
        private int _first;
        private int _count;

        public void Run(int range)
        {
            (_first, _count) = owner.Range(range);
            owner._workers.Run(this, Blocks(_count) * owner._blocking.ChunkCount);
        }

        public void RunChunk(int chunk, int worker)
        {
            (int block, int part) = Math.DivRem(chunk, owner._blocking.ChunkCount);
            (int firstPanel, int panels) = owner._blocking.Chunk(part);
            int first = block * PatternBlocking.BlockRows, count = Math.Min(PatternBlocking.BlockRows, _count - first);
            Span<TNumber> sums = owner._sums.Span.Slice(chunk * owner._sumsLength, owner._sumsLength);
            sums.Clear();
            for (int panel = firstPanel; panel < firstPanel + panels; panel++)
            {
                owner.Forward(panel, _first + first, count, ref owner._workspaces[worker].Forms.First, ref sums[0], ref owner.Words(block, panel));
            }
        }
    }

    // Some panels and a range of rows, backward: a few columns at a time, so that their tables and sums stay in the cache.
    private sealed class BackwardWork(PatternEvaluator<TFeature, TLoss, TRegularizer, TLanes, TNumber, TRow> owner) : IChunkedWork
    {
        private int _range;

        public void Run(int range)
        {
            _range = range;
            owner._workers.Run(this, owner.TableCount);
        }

        public void RunChunk(int chunk, int worker)
        {
            int first = chunk * owner._panelsATable, count = Math.Min(owner._panelsATable, owner._panels.Count - first);
            Workspace workspace = owner._workspaces[worker];
            int columns = owner._rows.Columns, groups = (columns + PatternTables<TNumber>.Columns - 1) / PatternTables<TNumber>.Columns;
            for (int left = groups, column = 0; left > 0; left--)
            {
                int together = (columns - column + left - 1) / left;
                owner.Select(_range, first, count, column, together, workspace);
                column += together;
            }

            for (int panel = first; panel < first + count; panel++)
            {
                owner.Collect(panel, ref Unsafe.Add(ref workspace.Selected.First, (nint)(panel - first) * columns * owner._width));
                owner._panels.Flush(panel);
            }
        }
    }

    // Gradients to velocities.
    private sealed class FinishWork(PatternEvaluator<TFeature, TLoss, TRegularizer, TLanes, TNumber, TRow> owner) : PinnedWork
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

    // The forms of a block and a panel, then the features.
    private void Forward(int panel, int first, int count, ref TNumber forms, ref TNumber sums, ref TNumber words)
    {
        MemoryMarshal.CreateSpan(ref words, _wordsLength).Clear();
        int slices = (_rows.Length + ElementsAtOnce - 1) / ElementsAtOnce;
        for (int slice = 0; slice < slices; slice++)
        {
            int k = _rows.Length * slice / slices, elements = (_rows.Length * (slice + 1) / slices) - k;
            ref TNumber particles = ref Unsafe.Add(ref _panels.Vectors(panel), (nint)k * _width);
            for (int row = 0; row < count; row += Tiles.Rows)
            {
                ref TNumber eight = ref _rows.At(first + row);
                ref TNumber target = ref slices == 1 ? ref forms : ref Unsafe.Add(ref forms, (nint)row * _width);
                Tiles.Forward<TLanes, TNumber>(ref Unsafe.Add(ref eight, (nint)k * Tiles.Rows), ref particles, elements, ref target, slice == 0);
                if (slice == slices - 1)
                {
                    int word = row / PatternTables<TNumber>.RowsAWord;
                    PatternTile<TFeature, TLanes, TNumber>.Activate(
                        Feature, ref target, ref _panels.Scalars(panel), ref Unsafe.Add(ref eight, (nint)(_rows.Length + 1) * Tiles.Rows),
                        ref Unsafe.Add(ref sums, (nint)row * TLanes.Count), ref Unsafe.Add(ref words, (nint)word * _width),
                        ref Unsafe.Add(ref _bits.First, row % PatternTables<TNumber>.RowsAWord));
                }
            }
        }
    }

    // The sums of some columns over the rows that the bits of some panels select.
    private void Select(int range, int firstPanel, int panels, int column, int columns, Workspace workspace)
    {
        (int start, int all) = Range(range);
        ref TNumber tables = ref workspace.Tables.First;
        for (int block = 0; block < Blocks(all); block++)
        {
            int first = block * PatternBlocking.BlockRows, count = Math.Min(PatternBlocking.BlockRows, all - first);
            PatternTables<TNumber>.Make(
                HasRegisterTables, ref Unsafe.Add(ref _rows.At(start + first), (nint)column * Tiles.Rows), (nint)_rows.Columns * Tiles.Rows, ref Unsafe.Add(ref _weights.First, first), count, columns, ref tables);
            for (int p = 0; p < panels; p++)
            {
                ref TNumber sums = ref Unsafe.Add(ref workspace.Selected.First, (((nint)p * _rows.Columns) + column) * _width);
                ref TNumber words = ref Words(block, firstPanel + p);
                if (HasRegisterTables)
                {
                    PatternTables<TNumber>.AddInRegisters(ref words, count / PatternTables<TNumber>.RowsATable, ref tables, columns, ref sums, block == 0);
                }
                else
                {
                    PatternTables<TNumber>.AddBeside(ref words, _width, count / PatternTables<TNumber>.RowsATable, ref tables, columns, ref sums, block == 0);
                }
            }
        }
    }

    // From the sums of a panel to its gradient.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void Collect(int panel, ref TNumber selected)
    {
        ref TNumber scalars = ref Unsafe.Add(ref _panels.Scalars(panel), _width);
        ref TNumber vectors = ref _panels.Vectors(panel);
        ref TNumber totals = ref _totals.First;
        ref TNumber extra = ref Unsafe.Add(ref selected, (nint)_rows.Length * _width);
        TLanes poison = TLanes.Broadcast(_poison);
        for (nint lane = 0; lane < _width; lane += TLanes.Count)
        {
            PatternSums<TLanes> sums = default;
            TLanes on = poison, all = TLanes.Zero;
            for (nint k = 0; k < _rows.Length; k++)
            {
                TLanes w = TLanes.Load(ref Unsafe.Add(ref vectors, (k * _width) + lane));
                on = TLanes.MultiplyAdd(w, TLanes.Load(ref Unsafe.Add(ref selected, (k * _width) + lane)), on);
                if (TFeature.HasOtherSide)
                {
                    all = TLanes.MultiplyAdd(w, TLanes.Repeat(ref Unsafe.Add(ref totals, k)), all);
                }
            }

            sums.OnForm = on;
            sums.On = TLanes.Load(ref Unsafe.Add(ref extra, lane)) + poison;
            if (TFeature.InputCount > 0)
            {
                sums.OnInput0 = TLanes.Load(ref Unsafe.Add(ref extra, _width + lane)) + poison;
            }

            if (TFeature.InputCount > 1)
            {
                sums.OnInput1 = TLanes.Load(ref Unsafe.Add(ref extra, (2 * _width) + lane)) + poison;
            }

            if (TFeature.HasOtherSide)
            {
                ref TNumber rest = ref Unsafe.Add(ref totals, _rows.Length);
                sums.OffForm = all - sums.OnForm;
                sums.Off = TLanes.Repeat(ref rest) - sums.On;
                if (TFeature.InputCount > 0)
                {
                    sums.OffInput0 = TLanes.Repeat(ref Unsafe.Add(ref rest, 1)) - sums.OnInput0;
                }

                if (TFeature.InputCount > 1)
                {
                    sums.OffInput1 = TLanes.Repeat(ref Unsafe.Add(ref rest, 2)) - sums.OnInput1;
                }
            }

            Read(ref sums, ref Unsafe.Add(ref scalars, lane));
            Feature.Collect(ref sums);
            Write(sums, ref Unsafe.Add(ref _panels.ScalarGradients(panel), lane));
            ref TNumber gradient = ref Unsafe.Add(ref _panels.VectorGradients(panel), lane);
            for (nint k = 0; k < _rows.Length; k++)
            {
                TLanes part = TLanes.Load(ref Unsafe.Add(ref selected, (k * _width) + lane));
                TLanes sum = TLanes.MultiplyAdd(sums.OnSlope, part, TLanes.Load(ref Unsafe.Add(ref gradient, k * _width)) + poison);
                if (TFeature.HasOtherSide)
                {
                    sum = TLanes.MultiplyAdd(sums.OffSlope, TLanes.Repeat(ref Unsafe.Add(ref totals, k)) - part, sum);
                }

                TLanes.Store(sum, ref Unsafe.Add(ref gradient, k * _width));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Read(ref PatternSums<TLanes> sums, ref TNumber scalars)
    {
        if (TFeature.ScalarCount > 0)
        {
            sums.Scalar0 = TLanes.Load(ref scalars);
        }

        if (TFeature.ScalarCount > 1)
        {
            sums.Scalar1 = TLanes.Load(ref Unsafe.Add(ref scalars, _width));
        }

        if (TFeature.ScalarCount > 2)
        {
            sums.Scalar2 = TLanes.Load(ref Unsafe.Add(ref scalars, 2 * _width));
        }

        if (TFeature.ScalarCount > 3)
        {
            sums.Scalar3 = TLanes.Load(ref Unsafe.Add(ref scalars, 3 * _width));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Write(in PatternSums<TLanes> sums, ref TNumber gradient)
    {
        if (TFeature.ScalarCount > 0)
        {
            Add(ref gradient, sums.Slope0);
        }

        if (TFeature.ScalarCount > 1)
        {
            Add(ref Unsafe.Add(ref gradient, _width), sums.Slope1);
        }

        if (TFeature.ScalarCount > 2)
        {
            Add(ref Unsafe.Add(ref gradient, 2 * _width), sums.Slope2);
        }

        if (TFeature.ScalarCount > 3)
        {
            Add(ref Unsafe.Add(ref gradient, 3 * _width), sums.Slope3);
        }

        static void Add(ref TNumber target, TLanes value) => TLanes.Store(TLanes.Load(ref target) + value, ref target);
    }
}
