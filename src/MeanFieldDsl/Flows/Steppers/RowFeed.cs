namespace MeanFieldDsl;

/// <summary>Fills batches: with fresh rows of a law, given or the problem's own, or with the rows of the data set in a new order for each pass. The k-th batch depends on the seed and k alone.</summary>
internal sealed class RowFeed
{
    // Streams of the library; those of particles stay below 2^63.
    private const ulong OrderStream = 0x8100_0000_0000_0000;
    private const ulong LawStream = 0x8200_0000_0000_0000;

    private readonly RowBatch _batch;
    private readonly RowSampler? _sampler;
    private readonly ulong _seed;
    private readonly int[] _order;
    private long _pass = -1;

    public RowFeed(RowBatch batch, RowSampler? sampler, ulong seed)
    {
        _batch = batch;
        _sampler = sampler ?? batch.Law;
        _seed = seed;
        _order = _sampler is null ? new int[batch.SourceCount] : [];
    }

    /// <summary>Loads the batch of a step.</summary>
    /// <param name="step">The step, from 0.</param>
    public void Load(long step)
    {
        if (_sampler is null)
        {
            long at = step * _batch.Count;
            for (int r = 0; r < _batch.Count; r++, at++)
            {
                Shuffle(at / _order.Length);
                _batch.Take(r, _order[at % _order.Length]);
            }
        }
        else
        {
            CounterRandom random = new(_seed, LawStream + (ulong)step);
            for (int r = 0; r < _batch.Count; r++)
            {
                _batch.Targets[r] = _sampler(ref random, _batch.Inputs(r));
            }
        }

        _batch.Load(areChecked: _sampler is null);
    }

    // Fisher and Yates, from the identity, so that the order of a pass does not depend on the one before.
    private void Shuffle(long pass)
    {
        if (pass == _pass)
        {
            return;
        }

        _pass = pass;
        CounterRandom random = new(_seed, OrderStream + (ulong)pass);
        for (int k = 0; k < _order.Length; k++)
        {
            _order[k] = k;
        }

        for (int k = _order.Length - 1; k > 0; k--)
        {
            int other = random.NextInt(k + 1);
            (_order[k], _order[other]) = (_order[other], _order[k]);
        }
    }
}
