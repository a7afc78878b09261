namespace Compare.Reference.Numerics.Products;

/// <summary>A number as a type, so that the loops of each tile size are compiled for themselves.</summary>
internal interface ISize
{
    /// <summary>The number.</summary>
    static abstract int Value { get; }

    /// <summary>1.</summary>
    readonly struct One : ISize
    {
        public static int Value => 1;
    }

    /// <summary>2.</summary>
    readonly struct Two : ISize
    {
        public static int Value => 2;
    }

    /// <summary>3.</summary>
    readonly struct Three : ISize
    {
        public static int Value => 3;
    }

    /// <summary>4.</summary>
    readonly struct Four : ISize
    {
        public static int Value => 4;
    }

    /// <summary>8.</summary>
    readonly struct Eight : ISize
    {
        public static int Value => 8;
    }
}
