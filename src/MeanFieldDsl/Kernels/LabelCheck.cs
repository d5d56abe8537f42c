namespace MeanFieldDsl.Kernels;

/// <summary>
/// Refuses labels that a loss cannot take: those outside the [Labels] or the [Domain] it states, on which the proofs
/// about it rest, and those that the loss itself gives away. Its value must be finite at some prediction, and some
/// prediction must feel the label: a label of 0 in ℓ = log(1 + e^(−y f)), whose labels are −1 and 1,
/// would otherwise be ignored in silence.
/// </summary>
internal static class LabelCheck
{
    private static readonly double[] Probes = [0, 1, -1, 0.5, -0.5, 2, -2, 10, -10];

    public static void Run<TLoss>(string model, in TLoss loss, DataSet data)
        where TLoss : struct, ILossKernel
    {
        if (!data.HasTargets)
        {
            throw new DataException(DataError.MissingTargets, $"the data have no targets, but '{model}' has a loss", "Pass a data set with one target for each row.");
        }

        Run(model, loss, data.Targets);
    }

    public static void Run<TLoss>(string model, in TLoss loss, ReadOnlySpan<double> targets)
        where TLoss : struct, ILossKernel
    {
        for (int row = 0; row < targets.Length; row++)
        {
            double label = targets[row];
            if (!loss.Accepts(label))
            {
                throw new DataException(
                    DataError.LabelOutsideDomain,
                    $"the label {DataException.Show(label)} is not one that the loss of '{model}' is declared for, which are {loss.StatedTargets}",
                    "Map the labels to these with MapTargets, for example 0 and 1 to −1 and 1 by MapTargets(y => 2 * y - 1).",
                    row: row);
            }

            bool finite = false;
            bool felt = false;
            foreach (double probe in Probes)
            {
                Lanes1 f = Lanes1.Broadcast(probe);
                Lanes1 y = Lanes1.Broadcast(label);
                double value = Lanes1.Sum(loss.Value(f, y));
                double slope = Lanes1.Sum(loss.Derivative(f, y));
                if (double.IsFinite(value) && double.IsFinite(slope))
                {
                    finite = true;
                    felt |= slope != 0;
                    if (felt)
                    {
                        break;
                    }
                }
            }

            if (!finite)
            {
                throw new DataException(
                    DataError.LabelOutsideDomain,
                    $"the label {DataException.Show(label)} is outside the domain of the loss of '{model}': the loss is not finite at any prediction tried from −10 to 10",
                    "Map the labels into the domain of the loss, for example with MapTargets.",
                    row: row);
            }

            if (!felt)
            {
                throw new DataException(
                    DataError.LabelOutsideDomain,
                    $"the label {DataException.Show(label)} has no effect on the loss of '{model}': its derivative is 0 at every prediction tried from −10 to 10",
                    "Map the labels to values the loss distinguishes, for example 0 and 1 to −1 and 1 with MapTargets(y => 2 * y - 1).",
                    row: row);
            }
        }
    }
}
