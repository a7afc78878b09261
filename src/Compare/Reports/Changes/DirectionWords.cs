namespace Compare.Reports.Changes;

/// <summary>The words for a direction, the same in every writer.</summary>
internal static class DirectionWords
{
    /// <summary>The name of a direction.</summary>
    /// <param name="direction">A direction.</param>
    /// <returns>One lower-case word.</returns>
    public static string Name(Direction direction) =>
        direction switch
        {
            Direction.Worse => "worse",
            Direction.New => "new",
            Direction.Better => "better",
            _ => throw new ArgumentOutOfRangeException(nameof(direction), direction, "Not a direction."),
        };
}
