namespace MeanFieldDsl;

/// <summary>Why a checkpoint cannot be read or written.</summary>
public enum CheckpointError
{
    /// <summary>There is no such file.</summary>
    NotFound,

    /// <summary>The file is cut, changed, or no checkpoint at all.</summary>
    Damaged,

    /// <summary>The file is whole and was written by a run of another model, other data or other settings.</summary>
    OtherModel,

    /// <summary>The file is whole and in a version of the format that this library does not read.</summary>
    OtherVersion,

    /// <summary>The file is whole and lacks a value that the run needs.</summary>
    MissingEntry,

    /// <summary>A value of the file has another type or length than the run needs.</summary>
    WrongShape,

    /// <summary>The file exists and cannot be read, for example for lack of permission.</summary>
    Unreadable,

    /// <summary>The disk has no space left for the checkpoint, or the user's quota is used up.</summary>
    NoSpace,

    /// <summary>The checkpoint cannot be written for another reason, for example for lack of permission.</summary>
    Unwritable,
}
