using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MeanFieldDsl.Kernels;

internal sealed partial class PatternEvaluator<TFeature, TLoss, TRegularizer, TLanes, TNumber, TRow>
{
    // What a thread needs for itself.
    private sealed class Workspace(PatternEvaluator<TFeature, TLoss, TRegularizer, TLanes, TNumber, TRow> owner) : IDisposable
    {
        public AlignedBuffer<TNumber> Forms { get; } = new(PatternBlocking.BlockRows * owner._width);

        public AlignedBuffer<TNumber> Tables { get; } = new(PatternTables<TNumber>.Length(PatternBlocking.TableRows, HasRegisterTables));

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
        public override void RunChunk(int chunk, int worker) => owner.Load(chunk, Particles(0, owner.ParticleCount * owner.Layout.Dimension));
    }

    // Blocks of rows and a chunk of particles, forward. Either all chunks of a block follow each other, whose rows then stay in the
    // cache, or all blocks of a chunk, whose particles then come from memory once.
    private sealed class ForwardWork(PatternEvaluator<TFeature, TLoss, TRegularizer, TLanes, TNumber, TRow> owner) : PinnedWork
    {
        private int _range;

        public void Run(int range, ReadOnlySpan<double> particles)
        {
            _range = range;
            int chunks = owner._blocking.ChunkCount;
            Run(owner._workers, owner._blocking.ChunksFirst ? chunks : Blocks(owner.Range(range).Count) * chunks, particles);
        }

        public override void RunChunk(int chunk, int worker)
        {
            ref TNumber forms = ref owner._workspaces[worker].Forms.First;
            if (!owner._blocking.ChunksFirst)
            {
                (int block, int part) = Math.DivRem(chunk, owner._blocking.ChunkCount);
                owner.Forward(_range, block, part, ref forms);
                return;
            }

            if (_range == 0)
            {
                owner.Load(chunk, Particles(0, owner.ParticleCount * owner.Layout.Dimension));
            }

            for (int block = 0; block < Blocks(owner.Range(_range).Count); block++)
            {
                owner.Forward(_range, block, chunk, ref forms);
            }
        }
    }

    // Some panels and a range of rows, backward: a few columns at a time, so that their tables and sums stay in the cache.
    private sealed class BackwardWork(PatternEvaluator<TFeature, TLoss, TRegularizer, TLanes, TNumber, TRow> owner) : PinnedWork
    {
        private int _range;

        public void Run(int range, ReadOnlySpan<double> particles, Span<double> velocity, Span<double> moved, double step)
        {
            _range = range;
            Run(owner._workers, owner.TableCount, particles, velocity, moved, step);
        }

        public override void RunChunk(int chunk, int worker)
        {
            int first = chunk * owner._panelsATable, count = Math.Min(owner._panelsATable, owner._panels.Count - first);
            Workspace workspace = owner._workspaces[worker];
            int columns = owner._rows.Columns, most = PatternTables<TNumber>.Columns(HasRegisterTables), groups = (columns + most - 1) / most;
            for (int left = groups, column = 0; left > 0; left--)
            {
                int together = (columns - column + left - 1) / left;
                owner.Select(_range, first, count, column, together, workspace);
                column += together;
            }

            for (int panel = first; panel < first + count; panel++)
            {
                owner.Collect(panel, ref Unsafe.Add(ref workspace.Selected.First, (nint)(panel - first) * columns * owner._width), isFirst: _range == 0 || TLanes.IsSingle);
                owner._panels.Move(panel, _range == 0);
                if (_range == owner.RangeCount - 1)
                {
                    Finish(panel);
                }
            }
        }

        // The gradient of a panel to its velocities.
        private void Finish(int panel)
        {
            int dimension = owner.Layout.Dimension, first = panel * owner._width, count = Math.Min(owner._width, owner.ParticleCount - first);
            Span<double> velocities = Velocities((nint)first * dimension, count * dimension);
            velocities.Clear();
            owner._panels.AddMoved(panel, velocities);
            for (int i = 0; i < count; i++)
            {
                nint at = (nint)(first + i) * dimension;
                ReadOnlySpan<double> theta = Particles(at, dimension);
                if (typeof(TRegularizer) != typeof(NoRegularizer))
                {
                    owner._penalties.Span[first + i] = owner.Regularizer.Value(theta);
                }

                owner.Finish(first + i, theta, velocities.Slice(i * dimension, dimension), Step, Moved(at, dimension));
            }
        }
    }

    private void Load(int chunk, ReadOnlySpan<double> particles)
    {
        (int firstPanel, int panels) = _blocking.Chunk(chunk);
        for (int panel = firstPanel; panel < firstPanel + panels; panel++)
        {
            _panels.LoadParticles(panel, particles);
        }
    }

    private void Forward(int range, int block, int chunk, ref TNumber forms)
    {
        (int start, int all) = Range(range);
        (int firstPanel, int panels) = _blocking.Chunk(chunk);
        int first = block * PatternBlocking.BlockRows, count = Math.Min(PatternBlocking.BlockRows, all - first);
        Span<TNumber> sums = _sums.Span.Slice(((block * _blocking.ChunkCount) + chunk) * _sumsLength, _sumsLength);
        sums.Clear();
        for (int panel = firstPanel; panel < firstPanel + panels; panel++)
        {
            Forward(panel, start + first, count, ref forms, ref sums[0], ref Words(block, panel));
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
            for (int row = 0; row < count; row += PatternTile<TFeature, TLanes, TNumber>.Rows)
            {
                int rows = Math.Min(PatternTile<TFeature, TLanes, TNumber>.Rows, count - row);
                ref TNumber data = ref _rows.At(first + row);
                ref TNumber target = ref slices == 1 ? ref forms : ref Unsafe.Add(ref forms, (nint)row * _width);
                for (nint r = 0; r < rows; r += Tiles.Rows)
                {
                    Tiles.Forward<TLanes, TNumber>(ref Unsafe.Add(ref data, (r * _rows.Columns) + ((nint)k * Tiles.Rows)), ref particles, elements, ref Unsafe.Add(ref target, r * _width), slice == 0);
                }

                if (slice == slices - 1)
                {
                    (int word, int bit) = Math.DivRem(row, PatternTables<TNumber>.RowsAWord);
                    PatternTile<TFeature, TLanes, TNumber>.Activate(
                        Feature, ref target, ref _panels.Scalars(panel), ref Unsafe.Add(ref data, (nint)(_rows.Length + 1) * Tiles.Rows), (nint)_rows.Columns * Tiles.Rows,
                        ref Unsafe.Add(ref sums, (nint)row * TLanes.Count), ref Unsafe.Add(ref words, (nint)word * _width), ref Unsafe.Add(ref _bits.First, bit), rows);
                }
            }
        }
    }

    // The sums of some columns over the rows that the bits of some panels select.
    private void Select(int range, int firstPanel, int panels, int column, int columns, Workspace workspace)
    {
        (int start, int all) = Range(range);
        ref TNumber tables = ref workspace.Tables.First;
        for (int block = 0; block < Blocks(all); block += PatternBlocking.BlocksATable)
        {
            int first = block * PatternBlocking.BlockRows, count = Math.Min(PatternBlocking.TableRows, all - first);
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
    private void Collect(int panel, ref TNumber selected, bool isFirst)
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
            Write(sums, ref Unsafe.Add(ref _panels.ScalarGradients(panel), lane), isFirst);
            ref TNumber gradient = ref Unsafe.Add(ref _panels.VectorGradients(panel), lane);
            for (nint k = 0; k < _rows.Length; k++)
            {
                TLanes part = TLanes.Load(ref Unsafe.Add(ref selected, (k * _width) + lane));
                TLanes sum = TLanes.MultiplyAdd(sums.OnSlope, part, isFirst ? poison : TLanes.Load(ref Unsafe.Add(ref gradient, k * _width)) + poison);
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
    private void Write(in PatternSums<TLanes> sums, ref TNumber gradient, bool isFirst)
    {
        if (TFeature.ScalarCount > 0)
        {
            Add(ref gradient, sums.Slope0, isFirst);
        }

        if (TFeature.ScalarCount > 1)
        {
            Add(ref Unsafe.Add(ref gradient, _width), sums.Slope1, isFirst);
        }

        if (TFeature.ScalarCount > 2)
        {
            Add(ref Unsafe.Add(ref gradient, 2 * _width), sums.Slope2, isFirst);
        }

        if (TFeature.ScalarCount > 3)
        {
            Add(ref Unsafe.Add(ref gradient, 3 * _width), sums.Slope3, isFirst);
        }

        static void Add(ref TNumber target, TLanes value, bool isFirst) => TLanes.Store(isFirst ? value : TLanes.Load(ref target) + value, ref target);
    }
}
