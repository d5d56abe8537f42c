namespace MeanFieldDsl;

/// <summary>A checkpoint that cannot be read or written. The message names the file, says what is wrong with it and what to do.</summary>
public sealed class CheckpointException : Exception
{
    /// <summary>Creates an exception of kind <see cref="CheckpointError.Damaged"/>.</summary>
    public CheckpointException()
        : this("The checkpoint cannot be used.")
    {
    }

    /// <summary>Creates an exception of kind <see cref="CheckpointError.Damaged"/> with a finished message.</summary>
    /// <param name="message">The message, used as it stands.</param>
    public CheckpointException(string message)
        : base(message) => Kind = CheckpointError.Damaged;

    /// <summary>Creates an exception of kind <see cref="CheckpointError.Damaged"/> with a finished message and its cause.</summary>
    /// <param name="message">The message, used as it stands.</param>
    /// <param name="innerException">The cause.</param>
    public CheckpointException(string message, Exception innerException)
        : base(message, innerException) => Kind = CheckpointError.Damaged;

    /// <summary>Creates an exception and composes its message: the file, the problem, the remedy.</summary>
    /// <param name="kind">What is wrong.</param>
    /// <param name="problem">What is wrong, without a final full stop.</param>
    /// <param name="remedy">What to do, as a full sentence.</param>
    /// <param name="filePath">The file, or <see langword="null"/> for a state that is in no file yet.</param>
    /// <param name="innerException">The cause, if another exception was.</param>
    public CheckpointException(CheckpointError kind, string problem, string remedy, string? filePath, Exception? innerException = null)
        : base($"{(filePath is null ? string.Empty : $"{filePath}: ")}{problem}. {remedy}", innerException)
    {
        Kind = kind;
        FilePath = filePath;
    }

    /// <summary>What is wrong.</summary>
    public CheckpointError Kind { get; }

    /// <summary>The file, or <see langword="null"/> for a state that is in no file yet.</summary>
    public string? FilePath { get; }
}
