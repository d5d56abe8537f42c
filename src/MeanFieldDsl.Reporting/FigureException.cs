namespace MeanFieldDsl.Reporting;

/// <summary>Values that cannot be drawn. The message names the figure, the series, the value, its index and the remedy.</summary>
public sealed class FigureException : Exception
{
    /// <summary>Creates an exception without details.</summary>
    public FigureException()
        : this("The values cannot be drawn.")
    {
    }

    /// <summary>Creates an exception with a finished message.</summary>
    /// <param name="message">The message, used as it stands.</param>
    public FigureException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception with a finished message and its cause.</summary>
    /// <param name="message">The message, used as it stands.</param>
    /// <param name="innerException">The cause.</param>
    public FigureException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The index of the value in its series, or null when the series as a whole cannot be drawn.</summary>
    public int? Index { get; init; }
}
