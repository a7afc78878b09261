namespace Compare.Reference.Numerics.Products;

/// <summary>A vector register of one width, as the kernel needs it. Implementations are types without instances.</summary>
/// <typeparam name="TVector">The register.</typeparam>
/// <typeparam name="T">Its element, float or double.</typeparam>
internal unsafe interface ILanes<TVector, T>
    where T : unmanaged
{
    /// <summary>Elements in a register.</summary>
    static abstract int Count { get; }

    /// <summary>Reads <see cref="Count"/> neighbours; the address need not be aligned.</summary>
    static abstract TVector Load(T* source);

    /// <summary>Reads one element into all lanes.</summary>
    static abstract TVector Broadcast(T* source);

    /// <summary>Writes <see cref="Count"/> neighbours; the address need not be aligned.</summary>
    static abstract void Store(TVector value, T* target);

    /// <summary>x y + z in each lane, rounded once.</summary>
    static abstract TVector MultiplyAdd(TVector x, TVector y, TVector z);
}
